package dev.slipway.metric.http;

import java.time.Instant;
import java.util.Map;

/// A server that stands still.
final class FixedStatus implements ServerStatus {
    volatile boolean ready = true;

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public String configYaml() {
        return "global:\n  scrape_interval: 15s\n";
    }

    @Override
    public Map<String, String> flags() {
        return Map.of("storage.tsdb.retention.time", "15d");
    }

    @Override
    public ServerProcess process() {
        return new ServerProcess(
                Instant.ofEpochSecond(1_000), true, Instant.ofEpochSecond(2_000), 0, "15d");
    }
}
