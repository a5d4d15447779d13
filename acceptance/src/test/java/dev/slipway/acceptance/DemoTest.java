package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job, end to end.
final class DemoTest {
    /// It takes a minute and a half where nothing else runs.
    private static final Duration LIMIT = Duration.ofMinutes(12);

    @TempDir Path home;

    @Test
    void everyStepDoesWhatItShould() throws Exception {
        Slipway.Outcome outcome = new Slipway(home).run(LIMIT, "demo");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("Every step did what it should.");
    }
}
