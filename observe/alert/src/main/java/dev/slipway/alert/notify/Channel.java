package dev.slipway.alert.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// A notifier with what is known of each, however it tells. Immutable.
///
/// @param name kind and place among the receiver's: `slack[0]`
/// @param sendsResolved whether it wants to know when an alert is over
/// @param timeout how long one attempt may take; zero if only the message's patience counts
public record Channel(String name, boolean sendsResolved, Duration timeout, Notifier notifier) {
    public Channel {
        requireNonNull(name, "name");
        requireNonNull(timeout, "timeout");
        requireNonNull(notifier, "notifier");
    }

    /// Returns once the message was accepted. Throws [NotifyException] if it was not.
    public void send(Notification whole) throws InterruptedException {
        Notification wanted = sendsResolved ? whole : whole.withAlerts(whole.firing());
        boolean impatient = timeout.isPositive() && timeout.compareTo(whole.patience()) < 0;
        notifier.send(impatient ? wanted.withPatience(timeout) : wanted);
    }
}
