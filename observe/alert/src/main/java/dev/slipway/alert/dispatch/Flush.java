package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.config.Route;
import dev.slipway.alert.notify.Channel;
import dev.slipway.alert.notify.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One look at a group: which messages are due. Used under the dispatcher's lock.
final class Flush {
    /// However short the group interval, a message gets this long.
    private static final Duration PATIENCE_MIN = Duration.ofSeconds(10);

    private final Group group;
    private final Instant now;
    private final String receiver;
    private final List<Channel> channels;

    Flush(Routing routing, Group group, Instant now) {
        this.group = group;
        this.now = now;
        this.receiver = group.route().receiver();
        this.channels = routing.channels(receiver);
    }

    /// When any channel of the group's receiver was last told something; null if never.
    @Nullable Instant lastTold(NotificationLog log) {
        Instant last = null;
        for (Channel channel : channels) {
            LogEntry entry = log.find(Delivery.logKey(receiver, channel, group.key()));
            if (entry != null && (last == null || entry.time().isAfter(last))) {
                last = entry.time();
            }
        }
        return last;
    }

    List<Delivery> deliveries(NotificationLog log, List<Alert> unheld) {
        List<Delivery> due = new ArrayList<>();
        if (unheld.isEmpty()) {
            return due;
        }
        Set<Fingerprint> firing = new HashSet<>();
        Set<Fingerprint> resolved = new HashSet<>();
        for (Alert each : unheld) {
            (each.isResolvedAt(now) ? resolved : firing).add(each.fingerprint());
        }
        Route.Timing timing = group.route().timing();
        Duration patience =
                timing.groupInterval().compareTo(PATIENCE_MIN) < 0
                        ? PATIENCE_MIN
                        : timing.groupInterval();
        Notification notification =
                new Notification(
                        receiver, group.key(), group.id().labels(), sorted(unheld), now, patience);
        for (Channel channel : channels) {
            String key = Delivery.logKey(receiver, channel, group.key());
            boolean isDue =
                    NotificationLog.isDue(
                            log.find(key),
                            firing,
                            resolved,
                            channel.sendsResolved(),
                            now.minus(timing.repeatInterval()));
            if (isDue) {
                due.add(
                        new Delivery(
                                channel,
                                notification,
                                key,
                                firing,
                                resolved,
                                timing.repeatInterval(),
                                now.plus(patience)));
            }
        }
        return due;
    }

    private static List<Alert> sorted(List<Alert> alerts) {
        return alerts.stream().sorted(AlertOrder.INSTANCE).toList();
    }
}
