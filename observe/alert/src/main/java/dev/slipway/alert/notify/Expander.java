package dev.slipway.alert.notify;

/// Makes expansions of messages. Thread-safe.
@FunctionalInterface
interface Expander {
    Expansion of(Notification notification);
}
