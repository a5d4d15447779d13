package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads manifest files: YAML or JSON, several documents a file, lists unpacked.
final class Manifests {
    private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");
    private static final long FILE_BYTES_MAX = 16L * 1024 * 1024;
    private static final Path STANDARD_INPUT = Path.of("-");

    private Manifests() {}

    /// Whether a folder has manifests: files that say `apiVersion` and `kind`.
    static boolean areIn(Path folder) {
        return filesIn(folder).stream().anyMatch(Manifests::looksLikeManifest);
    }

    /// Every object in the files, and in the folders' files, in order. Fails, naming the place, if
    /// one is not a manifest.
    static List<Manifest> read(List<Path> paths) {
        List<Manifest> manifests = new ArrayList<>();
        for (Path path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                addAll(standardInput(), "standard input", manifests);
            } else if (Files.isDirectory(path)) {
                filesIn(path).stream()
                        .filter(Manifests::looksLikeManifest)
                        .forEach(file -> addAll(text(file), file.toString(), manifests));
            } else {
                addAll(text(path), path.toString(), manifests);
            }
        }
        if (manifests.isEmpty()) {
            throw new CommandException("No manifests in " + paths + ".");
        }
        return manifests;
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> SUFFIXES.stream().anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandException("Cannot read folder " + folder + ": " + e.getMessage());
        }
    }

    private static boolean looksLikeManifest(Path file) {
        String text = text(file);
        return text.contains("apiVersion") && text.contains("kind");
    }

    private static void addAll(String text, String source, List<Manifest> manifests) {
        for (YamlDocument document : parse(text, source)) {
            if (document.tree().isNull() || document.tree().isMissingNode()) {
                continue;
            }
            ObjectNode tree = document.object();
            if (tree.path("kind").asText("").equals("List")) {
                int index = 0;
                for (var item : tree.path("items")) {
                    add((ObjectNode) item, document, "items[" + index++ + "]", manifests);
                }
            } else {
                add(tree, document, "", manifests);
            }
        }
    }

    private static List<YamlDocument> parse(String text, String source) {
        try {
            return Yaml.parse(text, source);
        } catch (ApiException e) {
            throw CommandException.from(e);
        }
    }

    private static void add(
            ObjectNode tree, YamlDocument document, String prefix, List<Manifest> manifests) {
        Manifest manifest =
                new Manifest(
                        tree,
                        field ->
                                document.place(
                                        prefix.isEmpty() || field.isEmpty()
                                                ? prefix + field
                                                : prefix + "." + field));
        for (String required : List.of("apiVersion", "kind", "metadata")) {
            if (!tree.has(required)) {
                throw new CommandException(
                        manifest.place()
                                + ": `"
                                + required
                                + "` is missing (expected: a manifest"
                                + " with apiVersion, kind and metadata).");
            }
        }
        if (!tree.path("metadata").hasNonNull("name")
                && !tree.path("metadata").hasNonNull("generateName")) {
            throw new CommandException(
                    manifest.places().apply("metadata") + ": `metadata.name` is missing.");
        }
        manifests.add(manifest);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new CommandException(
                        file
                                + " has "
                                + Files.size(file)
                                + " bytes (expected: at most "
                                + FILE_BYTES_MAX
                                + ")");
            }
            return Files.readString(file);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new CommandException("There is no file " + file + ".");
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e);
        }
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
