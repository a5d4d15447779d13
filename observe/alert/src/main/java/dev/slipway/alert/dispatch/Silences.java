package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Silence;
import dev.slipway.model.ApiException;
import dev.slipway.series.Matcher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The silences: made, changed, ended and looked up. A call that changes one returns when the
/// change is on disk. Thread-safe.
public final class Silences {
    private static final int TEXT_LENGTH_MAX = 16 * 1024;
    private static final int MATCHERS_MAX = 100;

    /// Which silences match an alert, as of a state of the silences.
    private record Known(long version, List<Silence> matching) {}

    private final InstantSource clock;
    private final DispatchLimits limits;
    private final Supplier<String> ids;
    private final Consumer<StateRecord.SilenceKept> log;

    @GuardedBy("this")
    private final Map<String, Silence> silences = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Map<Fingerprint, Known> known = new HashMap<>();

    @GuardedBy("this")
    private long version;

    /// `log` makes a change durable, or throws.
    Silences(
            InstantSource clock,
            DispatchLimits limits,
            Supplier<String> ids,
            Consumer<StateRecord.SilenceKept> log) {
        this.clock = clock;
        this.limits = limits;
        this.ids = ids;
        this.log = log;
    }

    /// Makes a silence if `id` is empty, otherwise changes that one; a change that would rewrite
    /// what has already been silenced ends the old silence and makes a new one. Returns the id of
    /// the silence that holds now. Throws [ApiException] (`BAD_REQUEST`, `NOT_FOUND`).
    public synchronized String set(Silence wanted) {
        Instant now = clock.instant();
        check(wanted, now);
        Silence old = silences.get(wanted.id());
        if (!wanted.id().isEmpty() && old == null) {
            throw notFound(wanted.id());
        }
        if (old != null && isChangeInPlace(old, wanted, now)) {
            boolean active = old.stateAt(now) == Silence.State.ACTIVE;
            keep(wanted.withId(old.id(), active ? old.startsAt() : wanted.startsAt(), now));
            return old.id();
        }
        if (silences.size() >= limits.silencesMax()) {
            throw ApiException.badRequest(
                    "there are %d silences (at most %d are kept)"
                            .formatted(silences.size(), limits.silencesMax()));
        }
        if (old != null && old.stateAt(now) != Silence.State.EXPIRED) {
            keep(old.expiredAt(now));
        }
        Instant start = wanted.startsAt().isBefore(now) ? now : wanted.startsAt();
        Silence made = wanted.withId(ids.get(), start, now);
        keep(made);
        return made.id();
    }

    /// Ends a silence. Throws [ApiException] (`NOT_FOUND`).
    public synchronized void expire(String id) {
        Silence silence = find(id).orElseThrow(() -> notFound(id));
        Instant now = clock.instant();
        if (silence.stateAt(now) != Silence.State.EXPIRED) {
            keep(silence.expiredAt(now));
        }
    }

    public synchronized Optional<Silence> find(String id) {
        return Optional.ofNullable(silences.get(requireNonNull(id, "id")));
    }

    /// Those that hold, by their end; those to come, by their beginning; those past, the last
    /// first.
    public synchronized List<Silence> all() {
        Instant now = clock.instant();
        List<Silence> sorted = new ArrayList<>(silences.values());
        sorted.sort(
                Comparator.comparing((Silence each) -> each.stateAt(now))
                        .thenComparingLong(each -> order(each, now))
                        .thenComparing(Silence::id));
        return sorted;
    }

    /// The ids of those that keep this alert from being notified now.
    synchronized List<String> holding(Alert alert, Instant now) {
        if (silences.isEmpty()) {
            return List.of();
        }
        Fingerprint fingerprint = alert.fingerprint();
        Known found = known.get(fingerprint);
        if (found == null || found.version != version) {
            found =
                    new Known(
                            version,
                            silences.values().stream()
                                    .filter(each -> each.matches(alert.labels()))
                                    .toList());
            known.put(fingerprint, found);
        }
        return found.matching.stream()
                .filter(each -> each.stateAt(now) == Silence.State.ACTIVE)
                .map(Silence::id)
                .sorted()
                .toList();
    }

    synchronized void forget(Fingerprint alert) {
        known.remove(alert);
    }

    synchronized void restore(StateRecord record) {
        version++;
        switch (record) {
            case StateRecord.SilenceKept(Silence silence) -> silences.put(silence.id(), silence);
            case StateRecord.SilenceGone(String id) -> silences.remove(id);
            default -> throw new IllegalArgumentException("record: " + record);
        }
    }

    synchronized List<StateRecord> takeOutdated(Instant now) {
        List<StateRecord> gone = new ArrayList<>();
        Instant oldest = now.minus(limits.silenceRetention());
        for (Silence silence : List.copyOf(silences.values())) {
            if (silence.endsAt().isBefore(oldest)) {
                silences.remove(silence.id());
                gone.add(new StateRecord.SilenceGone(silence.id()));
                version++;
            }
        }
        return gone;
    }

    /// The record that says what is known of a silence.
    synchronized StateRecord asKnown(String id) {
        Silence known = silences.get(id);
        return known == null ? new StateRecord.SilenceGone(id) : new StateRecord.SilenceKept(known);
    }

    private synchronized void keep(Silence silence) {
        log.accept(new StateRecord.SilenceKept(silence));
        silences.put(silence.id(), silence);
        version++;
    }

    private static long order(Silence silence, Instant now) {
        return switch (silence.stateAt(now)) {
            case ACTIVE -> silence.endsAt().toEpochMilli();
            case PENDING -> silence.startsAt().toEpochMilli();
            case EXPIRED -> -silence.endsAt().toEpochMilli();
        };
    }

    /// Clients send back the time they were shown, which has fewer digits.
    private static boolean isChangeInPlace(Silence old, Silence wanted, Instant now) {
        if (!old.matchers().equals(wanted.matchers())) {
            return false;
        }
        return switch (old.stateAt(now)) {
            case ACTIVE ->
                    wanted.startsAt().getEpochSecond() == old.startsAt().getEpochSecond()
                            && !wanted.endsAt().isBefore(now);
            case PENDING -> !wanted.startsAt().isBefore(now);
            case EXPIRED -> false;
        };
    }

    private static void check(Silence wanted, Instant now) {
        if (!wanted.startsAt().isBefore(wanted.endsAt())) {
            throw ApiException.badRequest(
                    "startsAt: %s (expected: before endsAt, %s)"
                            .formatted(wanted.startsAt(), wanted.endsAt()));
        }
        if (wanted.endsAt().isBefore(now)) {
            throw ApiException.badRequest(
                    "endsAt: %s (expected: not in the past)".formatted(wanted.endsAt()));
        }
        if (wanted.matchers().isEmpty() || wanted.matchers().size() > MATCHERS_MAX) {
            throw ApiException.badRequest(
                    "matchers: found %d (expected: 1 to %d)"
                            .formatted(wanted.matchers().size(), MATCHERS_MAX));
        }
        if (wanted.matchers().stream().allMatch(Silences::asksForNothing)) {
            throw ApiException.badRequest(
                    "matchers: each of them matches alerts without its label (expected: at least one"
                            + " that does not)");
        }
        if (wanted.comment().length() + wanted.createdBy().length() > TEXT_LENGTH_MAX) {
            throw ApiException.badRequest(
                    "comment: too long (expected: at most %d characters)"
                            .formatted(TEXT_LENGTH_MAX));
        }
    }

    /// A negative matcher always says something: it names what is to be left out.
    private static boolean asksForNothing(Matcher matcher) {
        return !matcher.isNegative() && matcher.matchesEmpty();
    }

    private static ApiException notFound(String id) {
        return new ApiException(
                ApiException.Reason.NOT_FOUND, "there is no silence \"%s\"".formatted(id));
    }
}
