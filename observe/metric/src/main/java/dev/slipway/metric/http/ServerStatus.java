package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.SeriesSource;
import java.time.Instant;
import java.util.List;
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

    /// What the storage holds now; a list for each of the four questions, the largest first, with
    /// at most so many entries.
    default Storage storage(SeriesSource source, Instant now, int limit) {
        return StorageCount.of(source, now, limit);
    }

    /// @param memoryByLabelName bytes of the values of each label
    /// @param seriesByPair by `name=value`
    record Storage(
            Head head,
            List<Count> seriesByMetric,
            List<Count> valuesByLabelName,
            List<Count> memoryByLabelName,
            List<Count> seriesByPair) {
        public Storage {
            requireNonNull(head, "head");
            seriesByMetric = List.copyOf(seriesByMetric);
            valuesByLabelName = List.copyOf(valuesByLabelName);
            memoryByLabelName = List.copyOf(memoryByLabelName);
            seriesByPair = List.copyOf(seriesByPair);
        }
    }

    /// The newest part of the storage.
    record Head(long series, long labelPairs, long chunks, long minMillis, long maxMillis) {}

    /// How much there is of something.
    record Count(String name, long value) {
        public Count {
            requireNonNull(name, "name");
        }
    }
}
