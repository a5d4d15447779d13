package dev.slipway.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.ContainerException;
import dev.slipway.node.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagesTest {
    @TempDir Path folder;
    private Images images;

    @BeforeEach
    void open() {
        images = new Images(folder.resolve("images"));
    }

    @Test
    void namesTheSameContentTheSame() throws IOException {
        Path source = Files.createDirectories(folder.resolve("app/bin"));
        Path program = Files.writeString(source.resolve("run"), "#!/bin/sh\necho hi\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(source.resolve("link"), Path.of("run"));
        ImageConfig config = ImageConfig.ofEntrypoint(List.of("bin/run"));

        Image one = images.importFolder("docker.io/library/shop", folder.resolve("app"), config);
        Image same = images.importFolder("shop:v2", folder.resolve("app"), config);
        Files.writeString(source.resolve("run"), "#!/bin/sh\necho ho\n");
        Image other = images.importFolder("shop:v3", folder.resolve("app"), config);

        assertThat(one.id()).startsWith("sha256:").isEqualTo(same.id()).isNotEqualTo(other.id());
        assertThat(images.resolve("shop").id()).isEqualTo(one.id());
        assertThat(images.resolve("shop@" + other.id()).id()).isEqualTo(other.id());
        assertThat(images.list())
                .extracting(Image::reference)
                .containsExactly("shop:latest", "shop:v2", "shop:v3");
        Path copy = Files.createDirectories(folder.resolve("copy"));
        images.copyInto(one, copy);
        assertThat(copy.resolve("bin/run")).isExecutable().hasContent("#!/bin/sh\necho hi\n");
        assertThat(Files.readSymbolicLink(copy.resolve("bin/link"))).hasToString("run");
        images.remove("shop");
        assertThat(images.config(same).entrypoint()).containsExactly("bin/run");
        images.remove("shop:v2");
        assertThatThrownBy(() -> images.config(same)).isInstanceOf(ContainerException.class);
    }

    @Test
    void saysWhatMayHaveBeenMeant() throws IOException {
        Files.createDirectories(folder.resolve("app"));
        images.importFolder("shop:v1", folder.resolve("app"), ImageConfig.empty());

        assertThatThrownBy(() -> images.resolve("shap:v1"))
                .hasMessageContaining("did you mean `shop:v1`?")
                .hasMessageContaining("slipway image import shap:v1");
        assertThatThrownBy(() -> images.resolve("Shop Floor"))
                .hasMessageContaining("is not an image reference");
        assertThat(images.resolve("host/any:v2").id()).isEqualTo("host/any:v2");
    }

    @Test
    void takesRunnableJarsOnly() throws IOException {
        Path jar = jar("app.jar", "Main");
        Image image = images.importJar("app:v1", jar);
        assertThat(images.config(image).entrypoint()).containsExactly("java", "-jar", "app.jar");

        Path library = jar("library.jar", null);
        assertThatThrownBy(() -> images.importJar("app:v2", library))
                .hasMessageContaining("has no Main-Class");
        assertThatThrownBy(() ->
                        images.importJar("app:v2", Files.writeString(folder.resolve("text"), "x")))
                .hasMessageContaining("expected: a jar file");
    }

    @Test
    void laysLayersOverEachOther() throws IOException {
        Tar lower = new Tar();
        lower.folder("app");
        lower.file("app/old", "old");
        lower.file("app/kept", "kept");
        lower.file("app/data/one", "1");
        lower.link("etc", "/app/data");
        lower.file("a".repeat(120) + "/deep", "deep");
        Tar upper = new Tar();
        upper.file("app/.wh.old", "");
        upper.file("app/data/.wh..wh..opq", "");
        upper.file("app/data/two", "2");
        upper.file("etc/three", "3");
        Tar archive = new Tar();
        archive.file("l1/layer.tar", lower.gzipped());
        archive.file("l2/layer.tar", upper.bytes());
        archive.file(
                "config.json",
                "{\"config\":{\"Entrypoint\":[\"/app/kept\"],\"Env\":[\"A=1\"],\"WorkingDir\":\"/app\"}}");
        archive.file(
                "manifest.json",
                "[{\"Config\":\"config.json\",\"Layers\":[\"l1/layer.tar\",\"l2/layer.tar\"]}]");

        Image image = images.importArchive("oci:v1", archive.write(folder.resolve("image.tar")));

        assertThat(images.config(image).workingDir()).isEqualTo("/app");
        Path copy = Files.createDirectories(folder.resolve("copy"));
        images.copyInto(image, copy);
        assertThat(copy.resolve("app/old")).doesNotExist();
        assertThat(copy.resolve("app/kept")).hasContent("kept");
        assertThat(copy.resolve("app/data/one")).doesNotExist();
        assertThat(copy.resolve("app/data/two")).hasContent("2");
        assertThat(copy.resolve("app/data/three")).hasContent("3");
        assertThat(Files.readSymbolicLink(copy.resolve("etc"))).hasToString("app/data");
        assertThat(copy.resolve("a".repeat(120) + "/deep")).hasContent("deep");
    }

    @Test
    void letsNoLayerOutOfItsFolder() throws IOException {
        Tar climbing = new Tar();
        climbing.file("../escaped", "x");
        assertThatThrownBy(() -> images.importArchive("bad:v1", single(climbing)))
                .hasMessageContaining("leads outside");

        Tar linking = new Tar();
        linking.link("out", "../../../../../../../../" + folder.resolve("escaped"));
        linking.file("out/file", "x");
        images.importArchive("odd:v1", single(linking));
        assertThat(folder.resolve("escaped")).doesNotExist();

        assertThatThrownBy(() ->
                        images.importArchive(
                                "bad:v2",
                                Files.writeString(folder.resolve("text"), "x".repeat(600))))
                .hasMessageContaining("Not a tar archive");
    }

    private Path single(Tar layer) throws IOException {
        Tar archive = new Tar();
        archive.file("layer.tar", layer.bytes());
        archive.file("config.json", "{}");
        archive.file("manifest.json", "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"]}]");
        return archive.write(folder.resolve("single.tar"));
    }

    private Path jar(String name, @org.jspecify.annotations.Nullable String main)
            throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (main != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        }
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
            jarOut.flush();
        }
        return jar;
    }

    /// Writes tar archives: ustar headers, and a pax record for names that are too long.
    private static final class Tar {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void file(String name, String content) {
            file(name, content.getBytes(StandardCharsets.UTF_8));
        }

        void file(String name, byte[] content) {
            entry(name, '0', content, "");
        }

        void folder(String name) {
            entry(name + "/", '5', new byte[0], "");
        }

        void link(String name, String target) {
            entry(name, '2', new byte[0], target);
        }

        byte[] bytes() {
            byte[] whole = java.util.Arrays.copyOf(out.toByteArray(), out.size() + 1024);
            return whole;
        }

        byte[] gzipped() throws IOException {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(bytes());
            }
            return zipped.toByteArray();
        }

        Path write(Path file) throws IOException {
            return Files.write(file, bytes());
        }

        private void entry(String name, char type, byte[] content, String link) {
            if (name.length() > 99 || link.length() > 99) {
                pax("path", name);
                if (!link.isEmpty()) {
                    pax("linkpath", link);
                }
                header("long", type, content, "");
                return;
            }
            header(name, type, content, link);
        }

        private void pax(String key, String value) {
            String rest = " " + key + "=" + value + "\n";
            int length = rest.length() + 3;
            header("pax", 'x', (length + rest).getBytes(StandardCharsets.UTF_8), "");
        }

        private void header(String name, char type, byte[] content, String link) {
            byte[] header = new byte[512];
            put(header, 0, name);
            put(header, 100, "0000644\0");
            put(header, 124, "%011o\0".formatted(content.length));
            header[156] = (byte) type;
            put(header, 157, link);
            put(header, 257, "ustar\0" + "00");
            put(header, 148, "        ");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            put(header, 148, "%06o\0 ".formatted(sum));
            out.writeBytes(header);
            out.writeBytes(content);
            out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        }

        private static void put(byte[] header, int at, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, header, at, bytes.length);
        }
    }
}
