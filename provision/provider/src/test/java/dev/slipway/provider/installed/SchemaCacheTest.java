package dev.slipway.provider.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.client.SchemaBytes;
import dev.slipway.provider.testing.SchemaWriter;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.wire.Protocol;
import dev.slipway.provider.wire.WireSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaCacheTest {
    @TempDir Path folder;

    private static SchemaBytes schema() {
        SchemaWriter writer = new SchemaWriter(Protocol.V5);
        var schema = new TestProvider(Path.of("unused")).schema();
        return new SchemaBytes(Protocol.V5, writer.write(schema), writer.writeIdentities(schema));
    }

    @Test
    void schemasAreFoundAgain() throws IOException {
        SchemaCache cache = new SchemaCache(folder.resolve("new/folder"));
        assertThat(cache.find("abc")).isNull();
        cache.put("abc", schema());
        WireSchema found = Objects.requireNonNull(cache.find("abc"));
        assertThat(found.resourceTypes()).contains("slipwaytest_thing");
        assertThat(found.identity("slipwaytest_thing")).isNotNull();
        try (Stream<Path> files = Files.list(folder.resolve("new/folder"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void damagedFilesAreIgnoredAndWrittenAnew() throws IOException {
        SchemaCache cache = new SchemaCache(folder);
        cache.put("abc", schema());
        Path file = folder.resolve("abc.schema");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(cache.find("abc")).isNull();
        cache.put("abc", schema());
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(cache.find("abc")).isNotNull();
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNoHarm() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        SchemaCache cache = new SchemaCache(file.resolve("below"));
        cache.put("abc", schema());
        assertThat(cache.find("abc")).isNull();
    }

    @Test
    void anyChangeOfABitIsNoticed() {
        byte[] whole = SchemaCache.encode(schema());
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] spoiled = whole.clone();
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> SchemaCache.decode(spoiled));
        }
        for (int length = 0; length < 64; length++) {
            byte[] shorter = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> SchemaCache.decode(shorter));
        }
    }
}
