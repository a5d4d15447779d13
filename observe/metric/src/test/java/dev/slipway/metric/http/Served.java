package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Mount;
import dev.slipway.model.Json;
import dev.slipway.promql.EngineOptions;
import dev.slipway.series.Appender;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SeriesStore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// The API behind a real door, below `/prometheus`, at a moment that does not change.
final class Served implements AutoCloseable {
    static final long NOW = 1_700_000_000_000L;

    final SeriesStore store;
    final FixedStatus status = new FixedStatus();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpDoor door;

    Served() {
        this(new MemorySeries(), builder -> builder);
    }

    Served(SeriesStore store, UnaryOperator<PrometheusApiBuilder> more) {
        this.store = store;
        InstantSource clock = () -> Instant.ofEpochMilli(NOW);
        PrometheusApiBuilder builder =
                PrometheusApi.builder()
                        .store(store)
                        .queries(new Queries(EngineOptions.defaults(), System::nanoTime))
                        .status(status)
                        .clock(clock);
        door =
                new HttpDoor(
                        DoorConfig.console(0),
                        List.of(new Mount("/prometheus", more.apply(builder).build())));
        door.start();
    }

    String url() {
        return door.url() + "/prometheus";
    }

    /// Writes a sample every so often up to [#NOW].
    void write(String selector, long stepMillis, double... values) {
        try (Appender appender = store.appender()) {
            long series = appender.series(labels(selector));
            long time = NOW - stepMillis * (values.length - 1);
            for (double value : values) {
                appender.append(series, time, value);
                time += stepMillis;
            }
            appender.commit();
        }
    }

    void write(String selector, FloatHistogram histogram) {
        try (Appender appender = store.appender()) {
            appender.append(appender.series(labels(selector)), NOW, histogram);
            appender.commit();
        }
    }

    /// Of `name,label=value,…`.
    static Labels labels(String text) {
        Labels.Builder builder = Labels.builder();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            builder.set(
                    equals < 0 ? Labels.METRIC_NAME : part.substring(0, equals),
                    part.substring(equals + 1));
        }
        return builder.build();
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url() + path)));
    }

    HttpResponse<String> post(String path, String form) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /// What a call that must succeed answers, all of it.
    JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body().getBytes(UTF_8));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public void close() {
        door.close();
        client.close();
    }
}
