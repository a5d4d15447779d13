package dev.slipway.metric.http;

import dev.slipway.tsdb.TsdbStatus;
import java.time.Instant;
import java.util.List;
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

    /// Three series, whatever is written.
    @Override
    public TsdbStatus storage(int entriesMax) {
        return new TsdbStatus(
                new TsdbStatus.HeadFigures(3, 4, 3, 0, 1, 0, 0, 0, 0),
                new TsdbStatus.DiskFigures(0, 0, 0, 0),
                List.of(new TsdbStatus.Entry("a", 2)),
                List.of(new TsdbStatus.Entry("x", 2)),
                List.of(new TsdbStatus.Entry("x", 3)),
                List.of(new TsdbStatus.Entry("x=1", 2)));
    }
}
