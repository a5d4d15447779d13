package dev.slipway.analysis;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// The metrics of a Prometheus, or of what speaks its API, for analyses that name no address: where
/// the server collects none itself. Thread-safe.
public final class PrometheusAddress implements MetricQueries, AutoCloseable {
    private final HttpCalls calls = new HttpCalls();
    private final RemotePrometheus prometheus;

    /// `address` is what comes before `/api/v1`; user and password may be part of it.
    public PrometheusAddress(URI address) {
        requireNonNull(address, "address");
        prometheus = new RemotePrometheus(calls, settings(address));
    }

    private static ObjectNode settings(URI address) {
        ObjectNode settings = Json.object();
        String user = address.getRawUserInfo();
        if (user == null) {
            return settings.put("address", address.toString());
        }
        settings.put("address", address.toString().replace(user + "@", ""));
        byte[] pair = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
        settings.putArray("headers")
                .addObject()
                .put("key", "Authorization")
                .put("value", "Basic " + Base64.getEncoder().encodeToString(pair));
        return settings;
    }

    @Override
    public Answer instant(String query) {
        return prometheus.instant(query);
    }

    @Override
    public Answer range(String query, Instant start, Instant end, Duration step) {
        return prometheus.range(query, start, end, step);
    }

    @Override
    public void close() {
        calls.close();
    }
}
