package dev.slipway.hcl.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.hcl.gzip.Gzip;
import dev.slipway.hcl.oracle.GzipRecording.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GzipRecordingTest {
    private static final long LIVE_SEED = 900_000;
    private static final int LIVE = 60;
    private static final int LIVE_LENGTH_MAX = 200_000;

    @TempDir Path folder;

    private static Entry ours(Entry entry) {
        byte[] zipped = Gzip.compress(entry.text().getBytes(StandardCharsets.UTF_8));
        return Entry.of(entry.seed(), entry.length(), Base64.getEncoder().encodeToString(zipped));
    }

    @Test
    void recordedTextsAreZippedByteForByteAsTheBinaryDid() throws Exception {
        List<Entry> recorded = GzipRecording.load();
        assertThat(recorded.size()).isGreaterThan(500);
        assertThat(recorded).anyMatch(entry -> entry.length() > 1 << 20);
        assertThat(recorded).allSatisfy(entry -> assertThat(ours(entry)).isEqualTo(entry));
    }

    @Test
    void theBinaryStillZipsSoToo() throws Exception {
        Path binary = TerraformConsole.find();
        assumeTrue(binary != null, "terraform is not on the path");
        TerraformConsole console = new TerraformConsole(binary, folder);
        List<Long> seeds = LongStream.range(LIVE_SEED, LIVE_SEED + LIVE).boxed().toList();
        assertThat(GzipRecording.ask(console, folder, seeds, LIVE_LENGTH_MAX))
                .allSatisfy(entry -> assertThat(ours(entry)).isEqualTo(entry));
    }
}
