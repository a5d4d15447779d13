package dev.slipway.provider.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintsTest {
    @TempDir Path folder;

    @Test
    void programsWithTheSameContentAreTheSame() throws IOException {
        byte[] content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        Path one = Files.write(folder.resolve("one"), content);
        Path same = Files.write(folder.resolve("same"), content);
        content[2 << 20] ^= 1;
        Path other = Files.write(folder.resolve("other"), content);
        Fingerprints prints = new Fingerprints(folder.resolve("cache"));
        assertThat(prints.of(one)).isEqualTo(prints.of(same)).isNotEqualTo(prints.of(other));
    }

    @Test
    void fingerprintsAreRememberedUntilTheProgramChanges() throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "one");
        Path cache = folder.resolve("cache");
        String first = new Fingerprints(cache).of(program);
        try (Stream<Path> files = Files.list(cache)) {
            Path file = files.findFirst().orElseThrow();
            String marked = "0".repeat(64);
            Files.writeString(file, marked);
            assertThat(new Fingerprints(cache).of(program)).isEqualTo(marked);
            Files.writeString(file, "damaged");
            assertThat(new Fingerprints(cache).of(program)).isEqualTo(first);
        }
        Files.writeString(program, "two");
        Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
        assertThat(new Fingerprints(cache).of(program)).isNotEqualTo(first);
    }

    @Test
    void missingProgramsAreTold() {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> new Fingerprints(folder).of(folder.resolve("missing")))
                .withMessageContaining("cannot be read");
    }
}
