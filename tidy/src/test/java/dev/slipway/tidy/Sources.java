package dev.slipway.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The project's own files.
final class Sources {
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    private Sources() {}

    static Path root() {
        return Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath().normalize();
    }

    static List<Path> java() throws IOException {
        return ending(".java");
    }

    static List<Path> ending(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(Sources::isOurs)
                    .sorted()
                    .toList();
        }
    }

    /// A path as exceptions and messages name it.
    static String name(Path file) {
        return root().relativize(file).toString();
    }

    private static boolean isOurs(Path file) {
        for (Path part : root().relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
