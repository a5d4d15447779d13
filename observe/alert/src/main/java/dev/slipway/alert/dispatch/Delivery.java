package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.notify.Channel;
import dev.slipway.alert.notify.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// One message on its way: to whom, what, until when to try, and what to remember if it arrives.
/// Immutable.
record Delivery(
        Channel channel,
        Notification notification,
        String logKey,
        Set<Fingerprint> firing,
        Set<Fingerprint> resolved,
        Duration repeatInterval,
        Instant deadline) {
    Delivery {
        requireNonNull(channel, "channel");
        requireNonNull(notification, "notification");
        requireNonNull(logKey, "logKey");
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
        requireNonNull(repeatInterval, "repeatInterval");
        requireNonNull(deadline, "deadline");
    }

    /// A channel that does not want to know what is over is told nothing when nothing fires; that
    /// this is so is remembered all the same.
    boolean isSilent() {
        return !channel.sendsResolved() && firing.isEmpty();
    }

    static String logKey(String receiver, Channel channel, String groupKey) {
        return receiver + "/" + channel.name() + "/" + groupKey;
    }
}
