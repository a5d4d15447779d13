package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.promql.PromqltestRunner.Outcome;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The scripts by which Prometheus tests its own engine, from the folder of the system property
/// `corpora`.
final class PromqltestTest {
    private static final Path SCRIPTS =
            Path.of(System.getProperty("corpora", "../shared/corpora")).resolve("promqltest");

    /// What is known to pass of the experimental features: all but start timestamps.
    private static final int EXPERIMENTAL_MIN = 130;

    @Test
    void passesUpstreamsScripts() throws IOException {
        assumeTrue(Files.isDirectory(SCRIPTS), "Skipped: no scripts in " + SCRIPTS);
        List<String> failures = new ArrayList<>();
        int[] passed = new int[2];
        int[] all = new int[2];
        for (Path script : scripts()) {
            for (Outcome outcome : run(script)) {
                int share = outcome.experimental() ? 1 : 0;
                all[share]++;
                if (outcome.passed()) {
                    passed[share]++;
                } else if (!outcome.experimental() || Boolean.getBoolean("promqltest.all")) {
                    failures.add(describe(script, outcome));
                }
            }
        }
        System.getLogger(PromqltestTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "Evals passed. stable={0}/{1} experimental={2}/{3}",
                        passed[0],
                        all[0],
                        passed[1],
                        all[1]);
        assertThat(failures).isEmpty();
        assertThat(all[0]).isGreaterThan(980);
        assertThat(passed[1]).isGreaterThanOrEqualTo(EXPERIMENTAL_MIN);
    }

    private static String describe(Path script, Outcome outcome) {
        return "%s:%s %s%n    %s"
                .formatted(
                        script.getFileName(),
                        outcome.eval().line(),
                        outcome.eval().query(),
                        outcome.failure());
    }

    private static List<Outcome> run(Path script) throws IOException {
        PromqltestRunner runner =
                new PromqltestRunner(text -> PromqlParser.parse(text, ParserOptions.all()));
        return runner.run(Files.readAllLines(script));
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        }
    }
}
