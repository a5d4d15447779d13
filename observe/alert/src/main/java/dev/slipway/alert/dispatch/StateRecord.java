package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Silence;

/// One change of what is remembered. Immutable.
sealed interface StateRecord {
    /// An alert is new, has changed, or is over.
    record AlertKept(Alert alert) implements StateRecord {}

    /// An alert is over and everybody who had to was told.
    record AlertGone(Fingerprint fingerprint) implements StateRecord {}

    /// A silence is new or has changed.
    record SilenceKept(Silence silence) implements StateRecord {}

    /// A silence ended so long ago that it is no longer shown.
    record SilenceGone(String id) implements StateRecord {}

    /// Somebody was told something.
    record Told(String key, LogEntry entry) implements StateRecord {}

    /// That somebody was told is of no interest any more.
    record ToldGone(String key) implements StateRecord {}
}
