package dev.slipway.evidence;

import org.jspecify.annotations.Nullable;

/// Watches one update of one workload: is told, interval by interval, what the new and the old
/// revision did at the same time, and says whether the new one is worse. It remembers what it was
/// told, so every update gets a new one. Used by one thread at a time.
public interface Guard {
    Verdict judge(Evidence newRevision, Evidence oldRevision);

    /// Makes the guard for an update.
    @FunctionalInterface
    interface Maker {
        Guard make(Strictness strictness);
    }

    /// How sure a guard must be, set on a Rollout by the annotation `slipway.dev/guard`.
    enum Strictness {
        /// Never aborts.
        OFF(Double.POSITIVE_INFINITY),
        /// At most one of 10,000 equally good updates is aborted.
        RELAXED(10_000),
        /// At most one of 100 equally good updates is aborted.
        NORMAL(100),
        /// At most one of 20 equally good updates is aborted.
        STRICT(20);

        public static final String ANNOTATION = "slipway.dev/guard";

        private final double oddsRequired;

        Strictness(double oddsRequired) {
            this.oddsRequired = oddsRequired;
        }

        /// How often one aborts against one's own will: once in so many updates, at most.
        public double oddsRequired() {
            return oddsRequired;
        }

        /// Reads the annotation's value; null and unknown words mean NORMAL, as the safe default.
        public static Strictness of(@Nullable String value) {
            for (Strictness strictness : values()) {
                if (strictness.name().equalsIgnoreCase(value)) {
                    return strictness;
                }
            }
            return NORMAL;
        }
    }
}
