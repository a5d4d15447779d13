package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Prometheus' own command against our server.
final class PromtoolTest {
    private final Served served = new Served();

    @BeforeEach
    void write() {
        assumeTrue(
                PrometheusPeer.isInstalled("promtool"),
                "skipped: promtool is not installed (prometheus)");
        served.write("up,job=web", 15_000, 1, 0);
        served.write("up,job=api", 15_000, 1, 1);
    }

    @AfterEach
    void close() {
        served.close();
    }

    /// What a command prints, which must succeed.
    private static String promtool(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("promtool"));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void asksAtOneTime() throws Exception {
        assertThat(
                        promtool(
                                "query",
                                "instant",
                                "--time=2023-11-14T22:13:20Z",
                                served.url(),
                                "sort(up)"))
                .isEqualTo(
                        """
                        up{job="web"} => 0 @[1700000000]
                        up{job="api"} => 1 @[1700000000]
                        """);
    }

    @Test
    void asksOverTime() throws Exception {
        assertThat(
                        promtool(
                                "query",
                                "range",
                                "--start=1699999985",
                                "--end=1700000000",
                                "--step=15s",
                                served.url(),
                                "sum(up)"))
                .isEqualTo(
                        """
                        {} =>
                        2 @[1699999985]
                        1 @[1700000000]
                        """);
    }

    @Test
    void asksForSeriesAndLabels() throws Exception {
        String series =
                promtool(
                        "query",
                        "series",
                        "--match=up",
                        "--start=1699990000",
                        "--end=1700000000",
                        served.url());
        assertThat(series).contains("api", "web");
        assertThat(
                        promtool(
                                "query",
                                "labels",
                                "--start=1699990000",
                                "--end=1700000000",
                                served.url(),
                                "job"))
                .isEqualTo("api\nweb\n");
    }

    @Test
    void findsTheServerHealthy() throws Exception {
        String help = promtool("check", "--help");
        assumeTrue(
                help.contains("check healthy"), "skipped: promtool is older than `check healthy`");
        assertThat(promtool("check", "healthy", "--url=" + served.url())).contains("is Healthy");
        assertThat(promtool("check", "ready", "--url=" + served.url())).contains("is Ready");
    }
}
