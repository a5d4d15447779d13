package dev.slipway.alert;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.time.Instant;

/// One condition that somebody may have to look at, identified by its labels. It fires from
/// `startsAt` until `endsAt`; if its sender did not say when it ends, `endsAt` is the time at which
/// it is taken to be over unless it is sent again (`endAssumed`). Immutable.
public record Alert(
        Labels labels,
        Labels annotations,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        boolean endAssumed,
        String generatorUrl) {
    public Alert {
        requireNonNull(labels, "labels");
        requireNonNull(annotations, "annotations");
        requireNonNull(startsAt, "startsAt");
        requireNonNull(endsAt, "endsAt");
        requireNonNull(updatedAt, "updatedAt");
        requireNonNull(generatorUrl, "generatorUrl");
    }

    public String name() {
        return labels.value("alertname");
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of(labels);
    }

    public boolean isResolvedAt(Instant time) {
        return !endsAt.isAfter(time);
    }

    public Alert endingAt(Instant end) {
        return new Alert(labels, annotations, startsAt, end, updatedAt, endAssumed, generatorUrl);
    }

    /// What is known after this alert has arrived where `known` was: if their times overlap they
    /// are one, which began when the first of them did; otherwise this one begins anew.
    public Alert after(Alert known) {
        boolean overlaps =
                isWithin(endsAt, known)
                        || isWithin(startsAt, known)
                        || startsAt.equals(known.startsAt);
        if (!overlaps) {
            return this;
        }
        // Of two that came at the same time, in one request, the latter counts.
        boolean thisIsOlder = updatedAt.isBefore(known.updatedAt);
        return thisIsOlder ? merge(this, known) : merge(known, this);
    }

    private static boolean isWithin(Instant time, Alert alert) {
        return time.isAfter(alert.startsAt) && time.isBefore(alert.endsAt);
    }

    private static Alert merge(Alert older, Alert newer) {
        Instant start = older.startsAt.isBefore(newer.startsAt) ? older.startsAt : newer.startsAt;
        Instant end = newer.endsAt;
        boolean laterEnd = older.endsAt.isAfter(end);
        boolean newerIsOver = newer.isResolvedAt(newer.updatedAt);
        boolean olderIsOver = older.isResolvedAt(newer.updatedAt);
        if (laterEnd && (newerIsOver ? olderIsOver : !older.endAssumed)) {
            end = older.endsAt;
        }
        return new Alert(
                newer.labels,
                newer.annotations,
                start,
                end,
                newer.updatedAt,
                newer.endAssumed,
                newer.generatorUrl);
    }
}
