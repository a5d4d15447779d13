package dev.slipway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.remote.RemoteReadConfig.Limits;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteSourceTest {
    private static final Selection ALL =
            new Selection(List.of(Matcher.equal("__name__", "m")), 0, 1_000);

    private final MemorySeries there = new MemorySeries();
    private final MemorySeries here = new MemorySeries();

    @Test
    void externalLabelsAreAskedForAndTakenOff() throws IOException {
        add(there, Labels.of("__name__", "m", "cluster", "eu", "n", "2"), 1, 5);
        add(there, Labels.of("__name__", "m", "cluster", "eu", "zone", "1"), 1, 6);
        add(there, Labels.of("__name__", "m", "cluster", "us", "n", "2"), 1, 7);
        try (ReadServer server = new ReadServer(there);
                RemoteSource source =
                        source(server, true, Labels.EMPTY, Labels.of("cluster", "eu"))) {
            assertThat(FoundLines.of(source, ALL))
                    .containsExactly("m{n=\"2\"} 1=5", "m{zone=\"1\"} 1=6");
            Selection own =
                    new Selection(
                            List.of(Matcher.equal("__name__", "m"), Matcher.equal("cluster", "us")),
                            0,
                            10);
            assertThat(FoundLines.of(source, own))
                    .containsExactly("m{cluster=\"us\", n=\"2\"} 1=7");
        }
    }

    @Test
    void aStoreIsAskedOnlyForWhatItRequires() throws IOException {
        add(there, Labels.of("__name__", "m", "tier", "long"), 1, 5);
        try (ReadServer server = new ReadServer(there);
                RemoteSource source =
                        source(server, true, Labels.of("tier", "long"), Labels.EMPTY)) {
            assertThat(FoundLines.of(source, ALL)).isEmpty();
            assertThat(source.labelNames(ALL)).isEmpty();
            assertThat(server.requests()).isEmpty();
            Selection demanding = new Selection(List.of(Matcher.equal("tier", "long")), 0, 1_000);
            assertThat(FoundLines.of(source, demanding)).hasSize(1);
        }
    }

    @Test
    void bothStoresAreMergedAndTheEmbeddedOneWins() throws IOException {
        add(here, Labels.of("__name__", "m", "n", "1"), 5, 1, 2);
        add(here, Labels.of("__name__", "m", "n", "3"), 5, 9);
        add(there, Labels.of("__name__", "m", "n", "1"), 4, 40, 50, 60);
        add(there, Labels.of("__name__", "m", "n", "2"), 4, 8);
        try (ReadServer server = new ReadServer(there);
                RemoteSource source = source(server, true, Labels.EMPTY, Labels.EMPTY)) {
            MergingSource merged = new MergingSource(here, () -> 5, List.of(source));
            assertThat(FoundLines.of(merged, ALL))
                    .containsExactly("m{n=\"1\"} 4=40 5=1 6=2", "m{n=\"2\"} 4=8", "m{n=\"3\"} 5=9");
        }
    }

    @Test
    void recentSamplesAreNotAskedForUnlessToldTo() throws IOException {
        add(here, Labels.of("__name__", "m"), 5, 1, 2);
        add(there, Labels.of("__name__", "m"), 3, 30, 40, 50, 60, 70);
        try (ReadServer server = new ReadServer(there);
                RemoteSource source = source(server, false, Labels.EMPTY, Labels.EMPTY)) {
            MergingSource merged = new MergingSource(here, () -> 5, List.of(source));
            assertThat(FoundLines.of(merged, ALL)).containsExactly("m 3=30 4=40 5=1 6=2");
            assertThat(server.requests()).hasSize(1);
            Selection recent = new Selection(ALL.matchers(), 5, 100);
            assertThat(FoundLines.of(merged, recent)).containsExactly("m 5=1 6=2");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRemoteStoreThatFailsIsAWarning() throws IOException {
        add(here, Labels.of("__name__", "m"), 5, 1);
        try (ReadServer server = new ReadServer(there);
                RemoteSource source =
                        new RemoteSource(
                                RemoteReadConfig.of(
                                        "far", Transport.of(server.uri("/missing/api/v1/read"))),
                                null)) {
            MergingSource merged = new MergingSource(here, () -> 0, List.of(source));
            assertThat(FoundLines.of(merged, ALL))
                    .hasSize(2)
                    .contains("m 5=1")
                    .anyMatch(each -> each.startsWith("warning: Remote read of far: status 404"));
            assertThat(merged.labelNames(ALL)).containsExactly("__name__");
        }
    }

    @Test
    void hangingGarbageAndTooMuchAreFailures() throws IOException {
        for (int i = 0; i < 20; i++) {
            add(there, Labels.of("__name__", "m", "n", "" + i), 1, i);
        }
        try (ReadServer server = new ReadServer(there)) {
            Transport hanging =
                    Transport.of(server.uri("/hang")).withTimeout(Duration.ofMillis(200));
            assertFailure(RemoteReadConfig.of("far", hanging), "Remote read of far");
            assertFailure(
                    RemoteReadConfig.of("far", Transport.of(server.uri("/garbage"))), "snappy");
            RemoteReadConfig all =
                    RemoteReadConfig.of("far", Transport.of(server.uri("/api/v1/read")));
            assertFailure(limited(all, new Limits(1 << 20, 19)), "series: 20");
            assertFailure(limited(all, new Limits(50, 100)), "Remote read of far");
        }
    }

    @Test
    void namesThatAreNoIdentifiersAreEscapedInPaths() {
        assertThat(StoreApi.escaped("job")).isEqualTo("job");
        assertThat(StoreApi.escaped("http.method_x")).isEqualTo("U__http_2e_method__x");
        assertThat(StoreApi.escaped("ü")).isEqualTo("U___fc_");
    }

    private static void assertFailure(RemoteReadConfig config, String message) {
        try (RemoteSource source = new RemoteSource(config, null)) {
            assertThatThrownBy(() -> source.select(ALL))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining(message);
        }
    }

    private static RemoteReadConfig limited(RemoteReadConfig config, Limits limits) {
        return new RemoteReadConfig(
                config.name(),
                config.transport(),
                config.api(),
                config.requiredMatchers(),
                config.readsRecent(),
                config.externalLabels(),
                limits);
    }

    private static RemoteSource source(
            ReadServer server, boolean readsRecent, Labels required, Labels external) {
        Transport transport = Transport.of(server.uri("/api/v1/read"));
        return new RemoteSource(
                new RemoteReadConfig(
                        "far",
                        transport,
                        server.uri("/api/v1/"),
                        required,
                        readsRecent,
                        external,
                        Limits.DEFAULT),
                null);
    }

    /// One sample a millisecond from a start on.
    private static void add(MemorySeries store, Labels labels, long startMillis, double... values) {
        try (Appender appender = store.appender()) {
            long series = appender.series(labels);
            for (int i = 0; i < values.length; i++) {
                appender.append(series, startMillis + i, values[i]);
            }
            appender.commit();
        }
    }
}
