package dev.slipway.node.process;

import dev.slipway.node.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// Lays the layers of an image over each other in one folder, which nothing in them can leave:
/// names with `..` are refused, links are rewritten to stay inside, and a folder that is really a
/// link to outside is not followed. Devices and owners are left out. For one thread.
final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final long BYTES_MAX = 32L << 30;
    private static final int ENTRIES_MAX = 2_000_000;

    private final Path root;
    private long bytes;
    private int entries;

    LayerUnpacker(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    void unpack(InputStream layer) throws IOException {
        TarReader tar = new TarReader(layer);
        for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
            count(entry);
            Path name = safeName(entry.name());
            if (!name.toString().isEmpty()) {
                place(entry, name, tar);
            }
        }
    }

    private void place(TarReader.Entry entry, Path name, TarReader tar) throws IOException {
        Path parent = folder(name.getParent());
        String last = name.getFileName().toString();
        if (last.equals(OPAQUE)) {
            empty(parent);
            return;
        }
        if (last.startsWith(WHITEOUT)) {
            AtomicFiles.deleteTree(parent.resolve(safeName(last.substring(WHITEOUT.length()))));
            return;
        }
        Path target = parent.resolve(last);
        switch (entry.type()) {
            case '5' -> makeFolder(target, entry.mode());
            case '0' -> {
                AtomicFiles.deleteTree(target);
                Files.copy(tar.content(), target);
                setMode(target, entry.mode());
            }
            case '1' -> {
                AtomicFiles.deleteTree(target);
                Path linked = safeName(entry.linkName());
                Files.createLink(target, folder(linked.getParent()).resolve(linked.getFileName()));
            }
            case '2' -> {
                AtomicFiles.deleteTree(target);
                Files.createSymbolicLink(target, inside(parent, entry.linkName()));
            }
            default -> {
                // Devices and pipes: a process of this machine uses the machine's.
            }
        }
    }

    private void count(TarReader.Entry entry) throws IOException {
        bytes += entry.size();
        entries++;
        if (bytes > BYTES_MAX || entries > ENTRIES_MAX) {
            throw new IOException(
                    "The image unpacks to more than "
                            + (BYTES_MAX >> 30)
                            + " GiB or "
                            + ENTRIES_MAX
                            + " files");
        }
    }

    private static Path safeName(String name) throws IOException {
        String relative = name;
        while (relative.startsWith("/")) {
            relative = relative.substring(1);
        }
        Path path = Path.of(relative);
        for (Path part : path) {
            if (part.toString().equals("..")) {
                throw new IOException(
                        "The archive names `" + name + "`, which leads outside of it");
            }
        }
        return path.normalize();
    }

    /// The real folder of that name, made if need be.
    private Path folder(@org.jspecify.annotations.Nullable Path name) throws IOException {
        Path folder = root;
        if (name == null || name.toString().isEmpty()) {
            return folder;
        }
        for (Path part : name) {
            Path next = folder.resolve(part);
            if (Files.isSymbolicLink(next)) {
                next = followInside(next);
            } else if (!Files.isDirectory(next)) {
                Files.deleteIfExists(next);
                Files.createDirectory(next);
            }
            folder = next;
        }
        return folder;
    }

    private Path followInside(Path link) throws IOException {
        Path real;
        try {
            real = link.toRealPath();
        } catch (NoSuchFileException _) {
            Path missing = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            requireInside(link, missing);
            real = Files.createDirectories(missing).toRealPath();
        }
        requireInside(link, real);
        return real;
    }

    private void requireInside(Path link, Path target) throws IOException {
        if (!target.startsWith(root)) {
            throw new IOException(
                    "The archive writes through `"
                            + root.relativize(link)
                            + "`, which leads outside of it");
        }
    }

    /// The link's target as seen from `parent`, with the image's root as the top of everything.
    private Path inside(Path parent, String target) {
        Path from = target.startsWith("/") ? root : parent;
        Path at = from;
        for (Path part : Path.of(target.startsWith("/") ? target.substring(1) : target)) {
            if (part.toString().equals("..")) {
                at = at.equals(root) ? root : at.resolveSibling("").normalize();
            } else if (!part.toString().isEmpty()) {
                at = at.resolve(part);
            }
        }
        Path relative = parent.relativize(at);
        return relative.toString().isEmpty() ? Path.of(".") : relative;
    }

    private static void makeFolder(Path target, int mode) throws IOException {
        boolean linkedFolder = Files.isSymbolicLink(target) && Files.isDirectory(target);
        if (linkedFolder) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFiles.deleteTree(target);
            Files.createDirectory(target);
        }
        setMode(target, mode | 0700);
    }

    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path entry : content) {
                AtomicFiles.deleteTree(entry);
            }
        }
    }

    private static void setMode(Path file, int mode) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] bits = PosixFilePermission.values();
        for (int i = 0; i < bits.length; i++) {
            if ((mode >> (bits.length - 1 - i) & 1) == 1) {
                permissions.add(bits[i]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }
}
