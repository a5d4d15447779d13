package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleUnitTestTest {
    @Test
    void passesWhatIsRight() {
        RuleUnitTest.Report report = run("pass.yml");

        assertThat(report.text())
                .isEqualTo(file("pass.yml") + "\n  passed load rises\n  passed test in line 32\n");
        assertThat(report.passed()).isTrue();
    }

    @Test
    void showsWhatWasExpectedAndWhatCame() {
        RuleUnitTest.Report report = run("fail.yml");

        assertThat(report.passed()).isFalse();
        assertThat(report.text())
                .isEqualTo(
                        file("fail.yml")
                                + """

                                  FAILED wrong expectations
                                    alertname HighLoad at 5m (line 10)
                                      - {alertname="HighLoad", job="api", severity="page", team="red"} annotations {summary="API has a load of 10"}
                                      + {alertname="HighLoad", job="api", severity="page", team="red"} annotations {summary="API has a load of 9"}
                                    expr load at 2m (line 16)
                                      - load{job="api"} 8.0
                                      + load{job="api"} 9.0
                                  passed right expectations
                                """);
    }

    @Test
    void reportsAllThatIsWrongWithTheFile(@TempDir Path folder) throws IOException {
        Path bad = folder.resolve("bad.yml");
        Files.writeString(
                bad,
                """
                rule_files: [none.yml]
                evaluation_interval: soon
                tests:
                - input_series:
                  - series: 'load{job=api}'
                    values: '1 two'
                  alert_rule_test:
                  - eval_tim: 5m
                """);

        RuleUnitTest.Report report = RuleUnitTest.run(bad, SmallQueries::new);

        assertThat(report.problems())
                .extracting(each -> each.line() + ":" + each.column() + ": " + each.message())
                .containsExactly(
                        "2:22: duration: \"soon\" (expected: one such as 30s, 5m or 1h30m)",
                        "5:13: unexpected identifier \"api\" in label matching, expected string",
                        "6:13: value: two (expected: number, _, stale or {{histogram}})",
                        "8:5: `eval_tim` is unknown (expected: eval_time, alertname, exp_alerts)",
                        "8:5: `alertname` is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass.yml", "fail.yml", "missing.yml"})
    void agreesWithPromtool(String name) throws Exception {
        assumeTrue(hasPromtool(), "promtool is not on the PATH");
        Process promtool =
                new ProcessBuilder("promtool", "test", "rules", file(name).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(run(name).passed()).isEqualTo(promtool.exitValue() == 0);
    }

    @Test
    void survivesMutatedFiles(@TempDir Path folder) throws IOException {
        String good = Files.readString(file("pass.yml"));
        Path rules = folder.resolve("rules.yml");
        Files.copy(file("rules.yml"), rules);
        Random random = new Random(11);
        int broken = 0;
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int j = random.nextInt(3); j >= 0; j--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "{}[]:,'\"-_x5 \n&*!".charAt(random.nextInt(17)));
                }
            }
            Path file = folder.resolve("test.yml");
            Files.writeString(file, text);
            broken += RuleUnitTest.run(file, SmallQueries::new).problems().isEmpty() ? 0 : 1;
        }
        assertThat(broken).isBetween(20, 290);
    }

    private static boolean hasPromtool() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool")));
    }

    private static RuleUnitTest.Report run(String name) {
        return RuleUnitTest.run(file(name), SmallQueries::new);
    }

    private static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(RuleUnitTestTest.class.getResource("unit/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
