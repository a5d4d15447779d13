package dev.slipway.node.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Copies and fingerprints folders: files, folders and symbolic links with their permissions;
/// sockets, pipes and devices are left out. Stateless.
///
/// A copy shares its blocks with the source where the file system can (`copy_file_range` on btrfs
/// and XFS) and is a copy inside the kernel elsewhere. Hard links would be faster but let a
/// container write into its image.
final class FileTree {
    private FileTree() {}

    static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        Path copy = at(folder);
                        if (!Files.isDirectory(copy)) {
                            Files.copy(folder, copy, StandardCopyOption.COPY_ATTRIBUTES);
                            copy.toFile().setWritable(true, true);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (!attributes.isOther()) {
                            Files.copy(
                                    file,
                                    at(file),
                                    LinkOption.NOFOLLOW_LINKS,
                                    StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    private Path at(Path original) {
                        return target.resolve(source.relativize(original));
                    }
                });
    }

    /// SHA-256 over `extra` and each entry's path, kind, executability and content, in order of
    /// path. Times and owners do not count: the same files are the same image.
    static String digest(Path root, byte[] extra) throws IOException {
        MessageDigest digest = sha256();
        digest.update(extra);
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(root)) {
            entries = walk.sorted().toList();
        }
        try (DigestOutputStream out =
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            for (Path entry : entries) {
                digestEntry(root, entry, out);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void digestEntry(Path root, Path entry, OutputStream out) throws IOException {
        String path = root.relativize(entry).toString();
        if (Files.isSymbolicLink(entry)) {
            line(out, "link", path, Files.readSymbolicLink(entry).toString());
        } else if (Files.isDirectory(entry)) {
            line(out, "folder", path, "");
        } else {
            String mode = Files.isExecutable(entry) ? "program" : "file";
            line(out, mode, path, Long.toString(Files.size(entry)));
            try (InputStream in = Files.newInputStream(entry)) {
                in.transferTo(out);
            }
        }
    }

    private static void line(OutputStream out, String... parts) throws IOException {
        out.write((String.join("\0", parts) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
