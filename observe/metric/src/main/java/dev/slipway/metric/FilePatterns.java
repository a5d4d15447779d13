package dev.slipway.metric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/// Files by patterns such as `rules/*.yml`: `*`, `?` and `[…]`, none of which stands for a `/`.
final class FilePatterns {
    private FilePatterns() {}

    /// The files that a pattern means now, sorted; none is no error.
    static List<Path> expand(String pattern) {
        int wild = firstWild(pattern);
        if (wild < 0) {
            Path file = Path.of(pattern);
            return Files.exists(file) ? List.of(file) : List.of();
        }
        int slash = pattern.lastIndexOf('/', wild);
        Path root = slash < 0 ? Path.of("") : Path.of(pattern.substring(0, slash + 1));
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        // Braces are no wildcards in these patterns, but they are in Java's.
        String glob = pattern.replace("{", "\\{").replace("}", "\\}");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        int depth = (int) pattern.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
        try (Stream<Path> files = Files.walk(root, depth)) {
            return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstWild(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*?[".indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
