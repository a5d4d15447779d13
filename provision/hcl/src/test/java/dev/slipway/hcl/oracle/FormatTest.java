package dev.slipway.hcl.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.hcl.format.Formatter;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormatTest {
    private static final int LIVE = 10;
    private static final int LIVE_SEED = 900_000;

    @TempDir Path folder;

    private static @Nullable String format(String text) {
        return Formatter.format(new SourceText("main.tf", text), new Diagnostics());
    }

    @Test
    void recordedFilesAreFormattedByteForByteAsTheBinaryDid() throws Exception {
        Map<Integer, String> recorded = FormatRecording.load();
        assertThat(recorded.size()).isGreaterThan(200);
        recorded.forEach((seed, made) ->
                assertThat(format(new ConfigurationGenerator(seed).configuration()))
                        .as("seed %s", seed)
                        .isEqualTo(made));
    }

    @Test
    void formattingTwiceChangesNothing() throws Exception {
        FormatRecording.load()
                .forEach((seed, made) ->
                        assertThat(format(made)).as("seed %s", seed).isEqualTo(made));
    }

    @Test
    void theBinaryStillFormatsSoToo() throws Exception {
        Path binary = TerraformConsole.find();
        assumeTrue(binary != null, "terraform is not on the path");
        TerraformConsole console = new TerraformConsole(binary, folder);
        for (int seed = LIVE_SEED; seed < LIVE_SEED + LIVE; seed++) {
            String text = new ConfigurationGenerator(seed).configuration();
            assertThat(format(text))
                    .as("seed %s", seed)
                    .isEqualTo(FormatRecording.formatted(console, text));
        }
    }
}
