package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds and parses the files of a module: first those that say what there is, then those that
/// override it, each in the order of their names. Belongs to one thread.
final class ModuleFiles {
    private static final List<String> NATIVE = List.of(".tofu", ".tf");
    private static final List<String> JSON = List.of(".tofu.json", ".tf.json");

    private final ConfigFiles files;
    private final String folder;
    private final Diagnostics diagnostics;

    ModuleFiles(ConfigFiles files, String folder, Diagnostics diagnostics) {
        this.files = files;
        this.folder = folder;
        this.diagnostics = diagnostics;
    }

    /// A parsed file, and whether it overrides others.
    record Parsed(Content content, boolean overrides) {}

    List<Parsed> read() {
        List<Parsed> primary = new ArrayList<>();
        List<Parsed> overrides = new ArrayList<>();
        for (String name : names()) {
            boolean isOverride = isOverride(name);
            Content content = parse(name);
            if (content != null) {
                (isOverride ? overrides : primary).add(new Parsed(content, isOverride));
            }
        }
        primary.addAll(overrides);
        return primary;
    }

    private List<String> names() {
        String shown = folder.isEmpty() ? "." : folder;
        try {
            List<String> all = files.names(folder);
            if (all == null) {
                diagnostics.error(
                        "Failed to read module directory",
                        "Module directory " + shown + " does not exist or cannot be read.",
                        null);
                return List.of();
            }
            List<String> names = all.stream().filter(ModuleFiles::isConfiguration).toList();
            Set<String> known = new HashSet<>(names);
            return names.stream().filter(each -> !isReplaced(each, known)).toList();
        } catch (IOException e) {
            diagnostics.error(
                    "Failed to read module directory",
                    "Module directory " + shown + " cannot be read: " + e.getMessage() + ".",
                    null);
            return List.of();
        }
    }

    static boolean isConfiguration(String name) {
        boolean hidden =
                name.startsWith(".")
                        || name.endsWith("~")
                        || (name.startsWith("#") && name.endsWith("#"));
        return !hidden && Stream.concat(NATIVE.stream(), JSON.stream()).anyMatch(name::endsWith);
    }

    /// `main.tofu` stands for `main.tf` where there are both.
    private static boolean isReplaced(String name, Set<String> names) {
        if (name.endsWith(".tf")) {
            return names.contains(name.substring(0, name.length() - 3) + ".tofu");
        }
        return name.endsWith(".tf.json")
                && names.contains(name.substring(0, name.length() - 8) + ".tofu.json");
    }

    private static boolean isOverride(String name) {
        String stem = name;
        for (String ending : Stream.concat(JSON.stream(), NATIVE.stream()).toList()) {
            if (stem.endsWith(ending)) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        return stem.equals("override") || stem.endsWith("_override");
    }

    private @Nullable Content parse(String name) {
        String place = folder.isEmpty() ? name : folder + "/" + name;
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(files.read(folder, name)))
                            .toString();
            SourceText source = new SourceText(place, text);
            return name.endsWith(".json")
                    ? JsonContent.parse(source, diagnostics)
                    : Content.of(Parser.file(source, diagnostics));
        } catch (CharacterCodingException e) {
            diagnostics.error(
                    "Invalid character encoding",
                    place + " is not UTF-8 text; configurations must be.",
                    null);
            return null;
        } catch (IOException e) {
            diagnostics.error(
                    "Failed to read file",
                    place + " could not be read: " + e.getMessage() + ".",
                    null);
            return null;
        }
    }
}
