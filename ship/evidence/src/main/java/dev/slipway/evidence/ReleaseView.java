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
    /// first version is up, and equal to `current` when nothing is being updated. `previous` is the
    /// version that was stable before the current one was promoted, for as long as that is still
    /// watched; empty otherwise.
    public record Versions(String current, String stable, String previous, long revision) {
        public Versions(String current, String stable, long revision) {
            this(current, stable, "", revision);
        }

        public boolean updating() {
            return !stable.isEmpty() && !stable.equals(current);
        }

        /// Whether the current version has all traffic and is compared with the one before it.
        public boolean promoted() {
            return !updating() && !previous.isEmpty() && !previous.equals(current);
        }
    }

    /// What to do with a version, as far as the guard is concerned.
    public enum Advice {
        /// Neither more nor less traffic, for now.
        WAIT,
        /// More traffic, if its pods are ready.
        GO_ON,
        /// It cannot be told in time, and a person wants to be asked.
        PAUSE,
        /// No more traffic: back to `stable`, or to `previous` if it was promoted.
        GO_BACK
    }

    /// The verdict on the version that is, or was last, the new one, what follows from it, and when
    /// the version got its first request, was found worse, and had no weight any more. `state` is
    /// one line of text with which the watch can go on after a restart, or null; it changes every
    /// ten seconds at most.
    public record Judgement(
            @Nullable Verdict verdict,
            Advice advice,
            @Nullable Instant firstTraffic,
            @Nullable Instant detected,
            @Nullable Instant withdrawn,
            @Nullable String state) {
        /// Nothing is judged.
        static final Judgement NONE = new Judgement(null, Advice.GO_ON, null, null, null, null);

        /// Nothing is known yet.
        static final Judgement WAITING = new Judgement(null, Advice.WAIT, null, null, null, null);

        /// Whether the new version may get more traffic.
        public boolean readyToGoOn() {
            return advice == Advice.GO_ON;
        }

        Judgement withState(String kept) {
            return new Judgement(verdict, advice, firstTraffic, detected, withdrawn, kept);
        }

        Judgement withdrawn(Instant when) {
            return new Judgement(verdict, advice, firstTraffic, detected, when, state);
        }

        /// The version got all traffic: what was found until then stays true, unless somebody
        /// promoted it against the verdict.
        Judgement promoted() {
            return verdict instanceof Verdict.Worse
                    ? NONE
                    : new Judgement(verdict, Advice.GO_ON, firstTraffic, null, null, null);
        }

        /// There is nothing left to go back from.
        Judgement settled() {
            return advice == Advice.GO_ON
                    ? this
                    : new Judgement(
                            verdict, Advice.GO_ON, firstTraffic, detected, withdrawn, state);
        }

        /// Nobody looks any more, nothing has to be kept.
        Judgement ended() {
            return new Judgement(verdict, advice, firstTraffic, detected, withdrawn, null);
        }
    }

    /// One second: the canary's weight in percent, and the requests and failures of both versions.
    public record Second(Instant end, int canaryWeight, Evidence canary, Evidence stable) {}
}
