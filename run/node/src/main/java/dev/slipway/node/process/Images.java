package dev.slipway.node.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Suggestion;
import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerException.Reason;
import dev.slipway.node.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The images on this machine, in one folder: `content/SHA256/` holds a tree (`root/`) and how to
/// run it (`config.json`), `refs/` says which reference means which content. Content is named after
/// what is in it and never changes. Thread-safe; several processes may use one folder.
public final class Images {
    private static final int LISTED_MAX = 5;

    private final Path folder;

    public Images(Path folder) {
        this.folder = folder;
    }

    /// Takes a folder with all its files but `.git`; `config` says how to run them.
    public Image importFolder(String reference, Path source, ImageConfig config) {
        if (!Files.isDirectory(source)) {
            throw new IllegalArgumentException("source: " + source + " (expected: a folder)");
        }
        return add(
                reference,
                root -> {
                    FileTree.copy(source, root);
                    AtomicFiles.deleteTree(root.resolve(".git"));
                    return config;
                });
    }

    /// Takes a runnable jar, to be run with the Java that runs Slipway.
    public Image importJar(String reference, Path jar) {
        return importJar(reference, jar, List.of());
    }

    /// The same with environment variables, `NAME=VALUE`, that are part of the image.
    public Image importJar(String reference, Path jar, List<String> env) {
        return add(
                reference,
                root -> {
                    JarCheck.requireRunnable(jar);
                    Files.copy(jar, root.resolve("app.jar"));
                    return ImageConfig.ofEntrypoint(List.of("java", "-jar", "app.jar"))
                            .withEnv(env)
                            .withLabel(ImageConfig.JAVA_LABEL, "host");
                });
    }

    /// Takes a project's folder. Its Java is the one that runs Slipway, as for a jar alone: what is
    /// on the PATH may be missing or too old.
    public Image importProject(String reference, Path source) {
        return importFolder(
                reference, source, ImageConfig.empty().withLabel(ImageConfig.JAVA_LABEL, "host"));
    }

    /// Takes an OCI layout or the output of `docker save`, packed as a tar (also gzipped), for this
    /// machine's platform.
    public Image importArchive(String reference, Path tar) {
        return add(reference, root -> OciArchive.unpack(tar, root));
    }

    /// What the reference means. Throws [ContainerException] with a hint if nothing.
    Image resolve(String text) {
        ImageReference reference = ImageReference.parse(text);
        if (reference.onHost()) {
            return new Image(text, text);
        }
        String digest = find(reference);
        if (digest == null) {
            throw new ContainerException(Reason.ERR_IMAGE_PULL, unknown(text));
        }
        return new Image(text, digest);
    }

    /// All references and what they mean, in order of name.
    public List<Image> list() {
        List<Image> images = new ArrayList<>();
        if (!Files.isDirectory(folder.resolve("refs"))) {
            return images;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("refs"))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    images.add(
                            new Image(
                                    URLDecoder.decode(name, StandardCharsets.UTF_8),
                                    Files.readString(file).strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        images.sort(Comparator.comparing(Image::reference));
        return images;
    }

    /// Forgets a reference; content that no other one means goes too.
    public void remove(String text) {
        ImageReference reference = ImageReference.parse(text);
        String digest = find(reference);
        if (digest == null) {
            throw new ContainerException(Reason.ERR_IMAGE_PULL, unknown(text));
        }
        try {
            Files.deleteIfExists(refFile(reference));
            if (list().stream().noneMatch(image -> image.id().equals(digest))) {
                AtomicFiles.deleteTree(content(digest));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ImageConfig config(Image image) {
        if (isOnHost(image)) {
            return ImageConfig.empty();
        }
        try {
            byte[] json = Files.readAllBytes(content(image.id()).resolve("config.json"));
            return Json.convert(Json.parseObject(json).path("config"), ImageConfig.class);
        } catch (IOException e) {
            throw gone(image, e);
        }
    }

    /// Copies the image's tree into the empty folder `target`.
    void copyInto(Image image, Path target) {
        if (isOnHost(image)) {
            return;
        }
        try {
            FileTree.copy(content(image.id()).resolve("root"), target);
        } catch (IOException e) {
            throw gone(image, e);
        }
    }

    static boolean isOnHost(Image image) {
        return image.id().startsWith("host/");
    }

    /// Fills a new root folder and says how to run it.
    private interface Filler {
        ImageConfig fill(Path root) throws IOException;
    }

    private Image add(String text, Filler filler) {
        ImageReference reference = ImageReference.parse(text);
        if (reference.onHost()) {
            throw new IllegalArgumentException(
                    "reference: " + text + " (expected: not under host/, which has no content)");
        }
        try {
            AtomicFiles.createFolders(folder.resolve("content"));
            AtomicFiles.createFolders(folder.resolve("refs"));
            Path incoming = Files.createTempDirectory(folder, "incoming-");
            try {
                String digest = store(incoming, filler);
                AtomicFiles.write(
                        refFile(reference), (digest + "\n").getBytes(StandardCharsets.UTF_8));
                return new Image(text, digest);
            } finally {
                AtomicFiles.deleteTree(incoming);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot import `" + text + "` into " + folder + ": " + e.getMessage(), e);
        }
    }

    private String store(Path incoming, Filler filler) throws IOException {
        Path root = Files.createDirectory(incoming.resolve("root"));
        ImageConfig config = filler.fill(root);
        ObjectNode json = Json.object();
        json.set("config", Json.tree(config));
        byte[] encoded = Json.bytes(json);
        Files.write(incoming.resolve("config.json"), encoded);
        String digest = "sha256:" + FileTree.digest(root, encoded);
        Path target = content(digest);
        if (!Files.isDirectory(target)) {
            try {
                Files.move(incoming, target);
            } catch (java.nio.file.FileAlreadyExistsException
                    | java.nio.file.DirectoryNotEmptyException _) {
                // Another import of the same content was faster.
            }
        }
        return digest;
    }

    private @Nullable String find(ImageReference reference) {
        String text = reference.text();
        int at = text.indexOf('@');
        if (at >= 0) {
            String digest = text.substring(at + 1);
            return Files.isDirectory(content(digest)) ? digest : null;
        }
        String digest = AtomicFiles.readIfPresent(refFile(reference));
        return digest == null ? null : digest.strip();
    }

    private Path refFile(ImageReference reference) {
        return folder.resolve("refs").resolve(reference.fileName());
    }

    private Path content(String digest) {
        return folder.resolve("content").resolve(digest.substring(digest.indexOf(':') + 1));
    }

    private String unknown(String text) {
        List<Image> known = list();
        String nearest =
                Suggestion.closest(text, known.stream().map(Image::reference).toList())
                        .orElse(null);
        String found =
                known.isEmpty()
                        ? "no image was imported yet."
                        : nearest != null
                                ? "did you mean `" + nearest + "`?"
                                : "those here are "
                                        + known.stream()
                                                .limit(LISTED_MAX)
                                                .map(image -> "`" + image.reference() + "`")
                                                .collect(Collectors.joining(", "))
                                        + (known.size() > LISTED_MAX ? " and more." : ".");
        return "Image `"
                + text
                + "` is not on this machine: "
                + found
                + " Import it with `slipway image import "
                + text
                + " DIR|JAR|OCI-TAR`, or use a reference under `host/` to run `command` on this"
                + " machine as it is.";
    }

    private static ContainerException gone(Image image, IOException e) {
        return new ContainerException(
                Reason.ERR_IMAGE_PULL,
                "The content of image `"
                        + image.reference()
                        + "` ("
                        + image.id()
                        + ") cannot be read: "
                        + e
                        + ". Import it again.",
                e);
    }
}
