package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that says which samples are committed, and is killed at any moment: what it said is
/// there afterwards.
final class KilledProcessTest {
    private static final int SERIES = 5;
    private static final long STEP_MILLIS = 1000;
    private static final int LATE_STEPS = 7;

    @TempDir private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws IOException, InterruptedException {
        Random random = new Random(11);
        int acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            acknowledged = runAndKill(acknowledged, 20 + random.nextInt(250));
            try (TimeSeriesDatabase database = open(folder)) {
                acknowledged = check(database, acknowledged);
            }
        }
    }

    /// Commits, from a step on, until it is killed; then the next step.
    static final class Writer {
        private Writer() {}

        static void main(String[] arguments) throws IOException {
            int step = Integer.parseInt(arguments[1]);
            try (TimeSeriesDatabase database = open(Path.of(arguments[0]))) {
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            while (true) {
                                database.maintain();
                            }
                        });
                while (true) {
                    commit(database, step);
                    System.out.write((step + "\n").getBytes(StandardCharsets.UTF_8));
                    System.out.flush();
                    step++;
                }
            }
        }
    }

    private static void commit(TimeSeriesDatabase database, int step) {
        try (Appender appender = database.appender()) {
            for (int i = 0; i < SERIES; i++) {
                long series = appender.series(labels(i));
                // Every seventh is left out and comes late.
                if (step % LATE_STEPS != 0) {
                    expectAccepted(appender.append(series, step * STEP_MILLIS, value(step, i)));
                }
                if (step % LATE_STEPS == 1 && step > LATE_STEPS) {
                    int late = step - LATE_STEPS - 1;
                    expectAccepted(appender.append(series, late * STEP_MILLIS, value(late, i)));
                }
            }
            appender.commit();
        }
    }

    private static void expectAccepted(Outcome outcome) {
        if (outcome != Outcome.ACCEPTED) {
            throw new IllegalStateException("Sample was not taken: " + outcome);
        }
    }

    /// The step after the last that was acknowledged.
    private int runAndKill(int firstStep, int steps) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString(),
                                Integer.toString(firstStep))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int next = firstStep;
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (next < firstStep + steps) {
                next = Integer.parseInt(output.readLine()) + 1;
            }
            process.toHandle().destroyForcibly();
            String line;
            while ((line = output.readLine()) != null) {
                // The last line may have been cut short: it would be a smaller number.
                next = Math.max(next, Integer.parseInt(line) + 1);
            }
        }
        process.waitFor();
        return next;
    }

    /// The step to go on with: one whose commit was not acknowledged may be there too.
    private static int check(TimeSeriesDatabase database, int acknowledged) {
        Map<Labels, List<String>> found = Databases.samples(database, Databases.EVERYTHING);
        assertThat(found).hasSize(SERIES);
        int stored = acknowledged;
        for (int i = 0; i < SERIES; i++) {
            List<String> samples = found.getOrDefault(labels(i), List.of());
            for (int step = 0; step < acknowledged; step++) {
                boolean due = step % LATE_STEPS != 0 || step + LATE_STEPS + 1 < acknowledged;
                if (due) {
                    assertThat(samples).contains(step * STEP_MILLIS + "=" + value(step, i));
                }
            }
            String last = samples.getLast();
            long time = Long.parseLong(last.substring(0, last.indexOf('=')));
            assertThat(last).isEqualTo(time + "=" + value((int) (time / STEP_MILLIS), i));
            stored = Math.max(stored, (int) (time / STEP_MILLIS) + 1);
        }
        return stored;
    }

    private static TimeSeriesDatabase open(Path folder) {
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Windows(20_000, 600_000, 60_000))
                        .with(new TsdbConfig.Disk(Long.MAX_VALUE, Long.MAX_VALUE, 1 << 14));
        return TimeSeriesDatabase.open(folder, config, Instant::now);
    }

    private static Labels labels(int series) {
        return Labels.of("series", Integer.toString(series));
    }

    private static double value(int step, int series) {
        return step * 10 + series;
    }
}
