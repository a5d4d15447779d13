package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.tsdb.TsdbStatus;
import java.time.Instant;
import java.util.Map;

/// What the pages of status show of the rest of the server. Thread-safe.
public interface ServerStatus {
    /// Whether the storage is open and queries can be answered.
    boolean isReady();

    /// The configuration in force, without secrets.
    String configYaml();

    /// Settings as Prometheus names its flags (`storage.tsdb.retention.time`).
    Map<String, String> flags();

    /// How the process is doing.
    ServerProcess process();

    /// @param retention such as `15d or 10GB`
    /// @param corruptions found in the log so far
    record ServerProcess(
            Instant startTime,
            boolean reloadSucceeded,
            Instant lastConfigTime,
            long corruptions,
            String retention) {
        public ServerProcess {
            requireNonNull(startTime, "startTime");
            requireNonNull(lastConfigTime, "lastConfigTime");
            requireNonNull(retention, "retention");
        }
    }

    /// What the storage holds now.
    ///
    /// @param entriesMax of each list of what there is most of
    TsdbStatus storage(int entriesMax);
}
