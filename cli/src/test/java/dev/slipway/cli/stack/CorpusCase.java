package dev.slipway.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One folder of the corpus: a configuration, what is done with it, and the answers recorded.
/// `before/` is another configuration, applied first; `commands` says what is done if that is not
/// [#COMMANDS]. Immutable.
record CorpusCase(Path folder) {
    static final Path CORPUS = Path.of("src/test/resources/stack-corpus");

    private static final List<String> COMMANDS = List.of("init", "validate", "plan");
    private static final Set<String> OWN = Set.of("before", "commands");

    static List<CorpusCase> all() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders.filter(Files::isDirectory).sorted().map(CorpusCase::new).toList();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    List<String> commands() throws IOException {
        Path file = folder.resolve("commands");
        return Files.exists(file) ? Files.readString(file).lines().toList() : COMMANDS;
    }

    boolean hasBefore() {
        return Files.isDirectory(folder.resolve("before"));
    }

    /// Whether it needs the provider that is made for tests.
    boolean needsProvider() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).anyMatch(CorpusCase::namesProvider);
        }
    }

    private static boolean namesProvider(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).contains("slipwaytest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void copyBefore(Path target) throws IOException {
        copy(folder.resolve("before"), target, Set.of());
    }

    void copy(Path target) throws IOException {
        copy(folder, target, OWN);
    }

    /// Takes away what [#copyBefore] brought.
    void deleteBefore(Path target) throws IOException {
        Path before = folder.resolve("before");
        try (Stream<Path> files = Files.walk(before)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Files.delete(target.resolve(before.relativize(each).toString()));
            }
        }
    }

    private static void copy(Path from, Path target, Set<String> left) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(each);
                boolean record = each.toString().endsWith(CorpusRecord.SUFFIX);
                if (!record && !left.contains(relative.getName(0).toString())) {
                    Path to = target.resolve(relative.toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(each, to);
                }
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
