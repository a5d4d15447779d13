package dev.slipway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.ConfigMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RemoteWatchTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Long> opened = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void goesOnWhereTheServerEndedTheStream() throws InterruptedException {
        try (Watch<ConfigMap> watch =
                watch(event("ADDED", 7) + event("BOOKMARK", 9), event("MODIFIED", 11))) {
            assertThat(watch.next(LONG)).isInstanceOf(WatchEvent.Added.class);
            assertThat(watch.next(LONG)).isEqualTo(new WatchEvent.Bookmark<>(9));
            assertThat(watch.next(LONG)).isInstanceOf(WatchEvent.Modified.class);

            // The third stream is empty at once: that is not to be tried for ever.
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> watch.next(LONG))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
        }
        assertThat(opened).containsExactly(5L, 9L, 11L);
    }

    @Test
    void tellsThatTheServerForgotTheRevision() throws InterruptedException {
        String expired =
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
                        + "\"reason\":\"Expired\",\"message\":\"too old resource version\"}}\n";
        try (Watch<ConfigMap> watch = watch(event("ADDED", 7), expired)) {
            assertThat(watch.next(LONG)).isInstanceOf(WatchEvent.Added.class);
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> watch.next(LONG))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED));
        }
    }

    @Test
    void endsWhenNothingIsHeardForLongerThanAStreamLives() throws IOException {
        PipedInputStream silent = new PipedInputStream(new java.io.PipedOutputStream());
        try (Watch<ConfigMap> watch =
                new RemoteWatch<>(
                        _ -> silent, 5, tree -> Json.convert(tree, ConfigMap.class), nanos::get)) {
            nanos.set(Duration.ofMinutes(8).toNanos());
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> watch.next(Duration.ofMillis(1)))
                    .withMessageContaining("silent");
        }
    }

    private Watch<ConfigMap> watch(String... streams) {
        return new RemoteWatch<>(
                from -> {
                    opened.add(from);
                    int index = opened.size() - 1;
                    return stream(index < streams.length ? streams[index] : "");
                },
                5,
                tree -> Json.convert(tree, ConfigMap.class),
                nanos::get);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String type, long revision) {
        return """
        {"type":"%s","object":{"metadata":{"name":"a","namespace":"b","resourceVersion":"%d"}}}
        """
                .formatted(type, revision);
    }
}
