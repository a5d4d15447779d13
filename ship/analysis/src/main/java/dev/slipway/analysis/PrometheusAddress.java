package dev.slipway.analysis;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/// The metrics of a Prometheus, or of what speaks its API, for analyses that name no address: where
/// the server collects none itself. Thread-safe.
public final class PrometheusAddress implements MetricQueries, AutoCloseable {
    private final HttpCalls calls = new HttpCalls();
    private final RemotePrometheus prometheus;

    /// `address` is what comes before `/api/v1`.
    public PrometheusAddress(URI address) {
        requireNonNull(address, "address");
        prometheus = new RemotePrometheus(calls, Json.object().put("address", address.toString()));
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
