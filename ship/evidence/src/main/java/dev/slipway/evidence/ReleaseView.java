package dev.slipway.evidence;

import dev.slipway.model.ObjectKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rollout as people watch it: where it stands, what the guard says, and second by second what
/// the two versions did. Immutable.
public record ReleaseView(
        ObjectKey key, State state, Versions versions, Judgement judgement, List<Second> seconds) {
    public ReleaseView {
        seconds = List.copyOf(seconds);
    }

    /// `phase` and `message` as in the status; `step` of `steps` are done.
    public record State(String phase, String message, int step, int steps, int canaryWeight) {}

    /// The hashes of the templates and the revision of the newer one; `stable` is empty before the
    /// first version is up, and equal to `current` when nothing is being updated.
    public record Versions(String current, String stable, long revision) {
        public boolean updating() {
            return !stable.isEmpty() && !stable.equals(current);
        }
    }

    /// The verdict on the version that is, or was last, the new one, and when it got its first
    /// request, was found worse, and had no weight any more.
    public record Judgement(
            @Nullable Verdict verdict,
            @Nullable Instant firstTraffic,
            @Nullable Instant detected,
            @Nullable Instant withdrawn) {
        static final Judgement NONE = new Judgement(null, null, null, null);
    }

    /// One second: the canary's weight in percent, and the requests and failures of both versions.
    public record Second(Instant end, int canaryWeight, Evidence canary, Evidence stable) {}
}
