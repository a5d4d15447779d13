package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Fingerprint;
import java.time.Instant;
import java.util.Set;

/// The last message of a group that one channel delivered: when, and which alerts fired and were
/// over then. Immutable.
record LogEntry(
        Instant time, Set<Fingerprint> firing, Set<Fingerprint> resolved, Instant expiresAt) {
    LogEntry {
        requireNonNull(time, "time");
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
        requireNonNull(expiresAt, "expiresAt");
    }
}
