package dev.slipway.alert;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.time.Instant;
import java.util.List;

/// Keeps alerts that match all its matchers from being notified, for a while. Immutable.
public record Silence(
        String id,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment) {
    /// Where in its life a silence is; in the order in which silences are listed.
    public enum State {
        ACTIVE,
        PENDING,
        EXPIRED
    }

    public Silence {
        requireNonNull(id, "id");
        matchers = List.copyOf(matchers);
        requireNonNull(startsAt, "startsAt");
        requireNonNull(endsAt, "endsAt");
        requireNonNull(updatedAt, "updatedAt");
        requireNonNull(createdBy, "createdBy");
        requireNonNull(comment, "comment");
    }

    public State stateAt(Instant now) {
        if (now.isBefore(startsAt)) {
            return State.PENDING;
        }
        return now.isAfter(endsAt) || now.equals(endsAt) ? State.EXPIRED : State.ACTIVE;
    }

    public boolean matches(Labels labels) {
        return Matchers.allMatch(matchers, labels);
    }

    public Silence withId(String newId, Instant start, Instant updated) {
        return new Silence(newId, matchers, start, endsAt, updated, createdBy, comment);
    }

    /// Over at `now`; one that had not begun loses its whole time.
    public Silence expiredAt(Instant now) {
        Instant start = startsAt.isAfter(now) ? now : startsAt;
        return new Silence(id, matchers, start, now, now, createdBy, comment);
    }
}
