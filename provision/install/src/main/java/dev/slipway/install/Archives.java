package dev.slipway.install;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// Unpacks archives. Nothing is written outside of the folder, links are not made. Stateless.
final class Archives {
    /// Endings of the archives that can be unpacked.
    static final List<String> ENDINGS = List.of("zip", "tar.gz", "tgz", "tar.bz2", "tbz2", "tar");

    private static final long BYTES_MAX = 8L << 30;
    private static final int OWNER_EXECUTES = 0100;

    private Archives() {}

    /// The ending of a file's name that says what archive it is; empty if it is none.
    static String ending(String name) {
        return ENDINGS.stream().filter(each -> name.endsWith("." + each)).findFirst().orElse("");
    }

    /// @throws IOException if it is no such archive, or has entries that lead outside
    static void unpack(Path archive, String ending, Path folder) throws IOException {
        Files.createDirectories(folder);
        if (ending.equals("zip")) {
            unzip(archive, folder);
            return;
        }
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(opened(file, ending))) {
            untar(tar, folder);
        }
    }

    /// Packs the files of a folder.
    static void zip(Path folder, Path archive) throws IOException {
        Path root = folder.toRealPath();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive);
                Stream<Path> files = Files.walk(root)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(root.relativize(each).toString());
                entry.setUnixMode(Files.isExecutable(each) ? 0100755 : 0100644);
                zip.putArchiveEntry(entry);
                Files.copy(each, zip);
                zip.closeArchiveEntry();
            }
        }
    }

    private static InputStream opened(InputStream file, String ending) throws IOException {
        return switch (ending) {
            case "tar.gz", "tgz" -> new GZIPInputStream(file);
            case "tar.bz2", "tbz2" -> new BZip2CompressorInputStream(file, true);
            case "tar" -> file;
            default ->
                    throw new IOException(
                            "archive: ." + ending + " (expected: one of " + ENDINGS + ")");
        };
    }

    private static void unzip(Path archive, Path folder) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            long left = BYTES_MAX;
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                Path target = inside(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (!entry.isUnixSymlink()) {
                    try (InputStream content = zip.getInputStream(entry)) {
                        left = write(content, target, left);
                    }
                    executable(target, entry.getUnixMode());
                }
            }
        }
    }

    private static void untar(TarArchiveInputStream tar, Path folder) throws IOException {
        long left = BYTES_MAX;
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            Path target = inside(folder, entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isFile()) {
                left = write(tar, target, left);
                executable(target, entry.getMode());
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder.normalize())) {
            throw new IOException("entry: \"" + name + "\" leads out of the archive");
        }
        return target;
    }

    private static long write(InputStream content, Path target, long allowed) throws IOException {
        long left = allowed;
        Files.createDirectories(target.getParent());
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new IOException("more than " + BYTES_MAX + " bytes unpacked");
                }
                out.write(buffer, 0, read);
            }
        }
        return left;
    }

    private static void executable(Path file, int mode) throws IOException {
        if ((mode & OWNER_EXECUTES) != 0) {
            Set<PosixFilePermission> permissions =
                    EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(file, permissions);
        }
    }
}
