package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Finds and parses the files of a module: first those that say what there is, then those that
/// override it, each in the order of their names. Belongs to one thread.
final class ModuleFiles {
    private static final long FILE_BYTES_MAX = 64L << 20;
    private static final List<String> NATIVE = List.of(".tofu", ".tf");
    private static final List<String> JSON = List.of(".tofu.json", ".tf.json");

    private final Path folder;
    private final String shown;
    private final Diagnostics diagnostics;

    /// `shown` is how the folder is named to people, empty for the working folder.
    ModuleFiles(Path folder, String shown, Diagnostics diagnostics) {
        this.folder = folder;
        this.shown = shown;
        this.diagnostics = diagnostics;
    }

    /// A parsed file, and whether it overrides others.
    record Parsed(Content content, boolean overrides) {}

    List<Parsed> read() {
        List<Parsed> primary = new ArrayList<>();
        List<Parsed> overrides = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            boolean isOverride = isOverride(name);
            Content content = parse(file, name);
            if (content != null) {
                (isOverride ? overrides : primary).add(new Parsed(content, isOverride));
            }
        }
        primary.addAll(overrides);
        return primary;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            diagnostics.error(
                    "Failed to read module directory",
                    "Module directory " + folder + " does not exist or cannot be read.",
                    null);
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(each -> isConfiguration(each.getFileName().toString()))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
            Set<String> names = new HashSet<>();
            files.forEach(each -> names.add(each.getFileName().toString()));
            return files.stream()
                    .filter(each -> !isReplaced(each.getFileName().toString(), names))
                    .toList();
        } catch (IOException e) {
            diagnostics.error(
                    "Failed to read module directory",
                    "Module directory " + folder + " cannot be read: " + e.getMessage() + ".",
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

    private @org.jspecify.annotations.Nullable Content parse(Path file, String name) {
        String place = shown.isEmpty() ? name : shown + "/" + name;
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                diagnostics.error(
                        "File is too large",
                        place + " is larger than " + (FILE_BYTES_MAX >> 20) + " MiB.",
                        null);
                return null;
            }
            SourceText source = new SourceText(place, Files.readString(file));
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
