package dev.slipway.gate;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Json;
import dev.slipway.model.kinds.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a version has come, as its ReplicaSet remembers in the annotation [#ANNOTATION]: all
/// that has to survive a restart, besides what the judge keeps. Immutable.
///
/// ```text
///                   share 100            watched enough
///   (none) --> SHIFTING --> WATCHED ------------------> ACCEPTED
///                 |            |
///                 '--- worse --+--> REFUSED --- tried anew --> SHIFTING
/// ```
///
/// - `share`: how much of the traffic it has reached, in percent.
/// - `next`: how much it may have, as far as its pods are there.
/// - `sinceMillis`: when it reached its share, was promoted or refused.
/// - `reason`: why it was refused.
/// - `retry`: what `slipway.dev/guard-retry` said at that time.
record Progress(
        Phase phase,
        int share,
        int next,
        long sinceMillis,
        @Nullable Finding reason,
        @Nullable String retry) {
    static final String ANNOTATION = "slipway.dev/guard-progress";

    private static final System.Logger LOG = System.getLogger(Progress.class.getName());

    /// Where a version stands.
    enum Phase {
        /// It shares the traffic with the version before.
        SHIFTING,
        /// It has all traffic, and is still watched.
        WATCHED,
        /// It is as good as any.
        ACCEPTED,
        /// It was found worse, or somebody gave it up.
        REFUSED
    }

    /// A word for machines and a sentence for people.
    record Finding(String word, String sentence) {}

    Progress {
        requireNonNull(phase, "phase");
    }

    static Progress begin(int first, Instant now, @Nullable String retry) {
        return new Progress(Phase.SHIFTING, 0, first, now.toEpochMilli(), null, retry);
    }

    static Progress accepted(Instant now) {
        return new Progress(Phase.ACCEPTED, 100, 100, now.toEpochMilli(), null, null);
    }

    /// Null where nothing, or nothing that can be read, is remembered.
    static @Nullable Progress of(ReplicaSet set) {
        String text = set.metadata().annotations().get(ANNOTATION);
        if (text == null) {
            return null;
        }
        try {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            return Json.read(json, Progress.class);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A version is judged anew, its annotation cannot be read replicaset="
                            + set.key()
                            + " reason="
                            + e.getMessage());
            return null;
        }
    }

    String text() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }

    Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    /// Whether it had all traffic once, and was not refused afterwards.
    boolean isPromoted() {
        return phase == Phase.WATCHED || phase == Phase.ACCEPTED;
    }

    Progress reaching(int newShare, Instant now) {
        return new Progress(phase, newShare, next, now.toEpochMilli(), null, retry);
    }

    Progress allowing(int newNext) {
        return new Progress(phase, share, newNext, sinceMillis, null, retry);
    }

    Progress promoted(boolean watched, Instant now) {
        return new Progress(
                watched ? Phase.WATCHED : Phase.ACCEPTED,
                100,
                100,
                now.toEpochMilli(),
                null,
                retry);
    }

    /// It was watched long enough; when it was promoted stays known.
    Progress released() {
        return new Progress(Phase.ACCEPTED, 100, 100, sinceMillis, null, retry);
    }

    Progress refused(Finding why, @Nullable String retryNow, Instant now) {
        return new Progress(Phase.REFUSED, share, next, now.toEpochMilli(), why, retryNow);
    }
}
