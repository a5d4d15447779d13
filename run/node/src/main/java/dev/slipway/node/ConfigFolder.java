package dev.slipway.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A folder of configuration files that changes all at once: the files are links through `..data`,
/// a link to the folder that holds the present ones. Whoever reads several files after one another
/// can open `..data` once and stay with it. For one thread at a time.
final class ConfigFolder {
    private static final String DATA = "..data";

    private final Path folder;

    ConfigFolder(Path folder) {
        this.folder = folder;
    }

    /// One file: its bytes and permissions (as in `0644`).
    record File(byte[] content, int mode) {
        boolean sameAs(Path file) throws IOException {
            return Files.isRegularFile(file) && Arrays.equals(content, Files.readAllBytes(file));
        }
    }

    /// Makes the folder hold these files; does nothing if it does already.
    void set(Map<String, File> files) throws IOException {
        Files.createDirectories(folder);
        Path present = present();
        if (present != null && holds(present, files)) {
            return;
        }
        Path fresh = Files.createTempDirectory(folder, "..v");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Map.Entry<String, File> entry : files.entrySet()) {
            Path file = fresh.resolve(entry.getKey()).normalize();
            if (!file.startsWith(fresh) || file.equals(fresh)) {
                throw new ContainerException(
                        ContainerException.Reason.CONFIG_ERROR,
                        "path `" + entry.getKey() + "` of a volume leads out of it");
            }
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue().content());
            Files.setPosixFilePermissions(file, permissions(entry.getValue().mode()));
        }
        Path link = folder.resolve("..data.new");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
        linkNames(files.keySet());
        if (present != null) {
            AtomicFiles.deleteTree(present);
        }
    }

    private @Nullable Path present() throws IOException {
        Path link = folder.resolve(DATA);
        return Files.isSymbolicLink(link) ? folder.resolve(Files.readSymbolicLink(link)) : null;
    }

    private static boolean holds(Path present, Map<String, File> files) throws IOException {
        Set<String> names = new TreeSet<>();
        try (var walk = Files.walk(present)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> names.add(present.relativize(file).toString()));
        }
        if (!names.equals(new TreeMap<>(files).keySet())) {
            return false;
        }
        for (Map.Entry<String, File> entry : files.entrySet()) {
            if (!entry.getValue().sameAs(present.resolve(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /// One link per first part of the names, and none that leads nowhere.
    private void linkNames(Set<String> names) throws IOException {
        Set<String> wanted = new TreeSet<>();
        names.forEach(name -> wanted.add(Path.of(name).getName(0).toString()));
        for (String name : wanted) {
            Path link = folder.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (DirectoryStream<Path> links =
                Files.newDirectoryStream(folder, Files::isSymbolicLink)) {
            for (Path link : links) {
                String name = link.getFileName().toString();
                if (!name.startsWith("..") && !wanted.contains(name)) {
                    Files.delete(link);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "rwx".charAt((8 - bit) % 3) : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }
}
