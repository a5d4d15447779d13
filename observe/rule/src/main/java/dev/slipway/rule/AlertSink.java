package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.time.Instant;
import java.util.List;

/// Who is told of alerts that fire and are resolved. Must be thread-safe, and must not block: it is
/// called between the rules of a group.
@FunctionalInterface
public interface AlertSink {
    /// @param endsAt when it was resolved, or until when it is to be taken as firing unless it is
    ///   sent again
    /// @param generatorPath where it can be looked at, below the external address
    record Notice(
            Labels labels,
            Labels annotations,
            Instant startsAt,
            Instant endsAt,
            String generatorPath) {
        public Notice {
            requireNonNull(labels, "labels");
            requireNonNull(annotations, "annotations");
            requireNonNull(startsAt, "startsAt");
            requireNonNull(endsAt, "endsAt");
            requireNonNull(generatorPath, "generatorPath");
        }

        public Notice withLabels(Labels other) {
            return new Notice(other, annotations, startsAt, endsAt, generatorPath);
        }
    }

    void send(List<Notice> notices);
}
