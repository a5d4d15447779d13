package dev.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// A short name for much content: equal if and only if the content is. Used by one thread.
final class Fingerprint {
    private static final int LENGTH = 16;
    private static final int FILES_MAX = 10_000;
    private static final long BYTES_MAX = 64L << 20;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// Texts do not run into each other.
    Fingerprint add(String text) {
        return add(text.getBytes(UTF_8));
    }

    private Fingerprint add(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(UTF_8));
        digest.update(bytes);
        return this;
    }

    /// The files in a folder and below, but for what is hidden: providers, states and repositories
    /// are not configuration.
    ///
    /// @throws StackException if there is no such folder, or far too much in it
    Fingerprint addFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new StackException("folder: " + folder + " (expected: a folder on the server)");
        }
        SortedMap<String, Path> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, collecting(folder, files));
            long bytes = 0;
            for (var file : files.entrySet()) {
                bytes += Files.size(file.getValue());
                if (bytes > BYTES_MAX) {
                    throw new StackException(
                            "folder: %s holds more than %d MiB (expected: a configuration)"
                                    .formatted(folder, BYTES_MAX >> 20));
                }
                add(file.getKey());
                add(Files.readAllBytes(file.getValue()));
            }
        } catch (IOException e) {
            throw new StackException("folder: cannot read " + e.getMessage(), e);
        }
        return this;
    }

    private static FileVisitor<Path> collecting(Path folder, SortedMap<String, Path> files) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return each.equals(folder) || !isHidden(each)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && (!isHidden(file) || isLock(file))) {
                    files.put(folder.relativize(file).toString(), file);
                }
                if (files.size() > FILES_MAX) {
                    throw new StackException(
                            "folder: %s holds more than %d files (expected: a configuration)"
                                    .formatted(folder, FILES_MAX));
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.contains(".tfstate");
    }

    private static boolean isLock(Path file) {
        return file.endsWith(".terraform.lock.hcl");
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }
}
