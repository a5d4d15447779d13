package dev.slipway.node.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.node.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Images packed as one tar: the OCI layout (`index.json`, `blobs/`) and what `docker save` writes
/// (`manifest.json`). Layers may be plain or gzipped. For one thread.
final class OciArchive {
    private static final int DEPTH_MAX = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path parts;

    private OciArchive(Path parts) {
        this.parts = parts;
    }

    /// Unpacks the layers into `root` and gives how to run them.
    static ImageConfig unpack(Path tar, Path root) throws IOException {
        Path parts = Files.createTempDirectory(root.getParent(), "parts-");
        try {
            extract(tar, parts);
            return new OciArchive(parts).unpackInto(root, tar);
        } finally {
            AtomicFiles.deleteTree(parts);
        }
    }

    private static void extract(Path tar, Path parts) throws IOException {
        try (InputStream in = plain(Files.newInputStream(tar))) {
            new LayerUnpacker(parts).unpack(in);
        }
    }

    private ImageConfig unpackInto(Path root, Path tar) throws IOException {
        Manifest manifest = manifest(tar);
        LayerUnpacker unpacker = new LayerUnpacker(root);
        for (Path layer : manifest.layers()) {
            try (InputStream in = plain(Files.newInputStream(layer))) {
                unpacker.unpack(in);
            }
        }
        JsonNode config = read(manifest.config()).path("config");
        return config.isObject() ? Json.convert(config, ImageConfig.class) : ImageConfig.empty();
    }

    private record Manifest(Path config, List<Path> layers) {}

    private Manifest manifest(Path tar) throws IOException {
        if (Files.exists(parts.resolve("index.json"))) {
            return fromIndex(read(parts.resolve("index.json")), 0, tar);
        }
        if (Files.exists(parts.resolve("manifest.json"))) {
            // The one document here that is a list; wrapped to be read like the others.
            String list = Files.readString(parts.resolve("manifest.json"));
            ObjectNode wrapped =
                    Json.parseObject(
                            ("{\"images\":" + list + "}")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            JsonNode image = wrapped.path("images").path(0);
            List<Path> layers = new ArrayList<>();
            for (JsonNode layer : image.path("Layers")) {
                layers.add(part(layer.asText("")));
            }
            return new Manifest(part(image.path("Config").asText("")), layers);
        }
        throw new IOException(
                tar
                        + " holds neither index.json nor manifest.json (expected: an OCI image layout,"
                        + " or the output of `docker save`)");
    }

    private Manifest fromIndex(ObjectNode document, int depth, Path tar) throws IOException {
        if (document.path("manifests") instanceof ArrayNode manifests && depth < DEPTH_MAX) {
            return fromIndex(read(blob(choose(manifests, tar))), depth + 1, tar);
        }
        List<Path> layers = new ArrayList<>();
        for (JsonNode layer : document.path("layers")) {
            layers.add(blob(layer));
        }
        return new Manifest(blob(document.path("config")), layers);
    }

    /// The manifest for this machine; one without a platform fits every machine.
    private static JsonNode choose(ArrayNode manifests, Path tar) throws IOException {
        List<String> found = new ArrayList<>();
        for (JsonNode manifest : manifests) {
            JsonNode platform = manifest.path("platform");
            String architecture = platform.path("architecture").asText("");
            if (platform.isMissingNode()
                    || architecture.isEmpty()
                    || (architecture.equals(architecture())
                            && platform.path("os").asText("linux").equals("linux"))) {
                return manifest;
            }
            found.add(architecture);
        }
        throw new IOException(
                tar + " has no image for linux/" + architecture() + " (found: " + found + ")");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return Map.of("x86_64", "amd64", "aarch64", "arm64").getOrDefault(name, name);
    }

    private Path blob(JsonNode descriptor) throws IOException {
        return part("blobs/" + descriptor.path("digest").asText("").replace(':', '/'));
    }

    private Path part(String name) throws IOException {
        Path part = parts.resolve(name).normalize();
        if (name.isEmpty() || !part.startsWith(parts) || !Files.isRegularFile(part)) {
            throw new IOException("The archive refers to `" + name + "`, which is not in it");
        }
        return part;
    }

    private static ObjectNode read(Path file) throws IOException {
        return Json.parseObject(Files.readAllBytes(file));
    }

    /// The stream, unzipped if it is gzipped.
    private static InputStream plain(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
        }
        if (magic.length == 4 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5) {
            throw new IOException(
                    "The image has a layer compressed with zstd (expected: gzip or none); save it"
                            + " with `docker save`, or copy it with gzip compression");
        }
        return in;
    }
}
