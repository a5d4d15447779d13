package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.config.Route;
import dev.slipway.alert.config.TimeInterval;
import dev.slipway.alert.notify.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What one configuration comes to: the routes, and for each receiver the channels that lead to it.
/// Immutable.
public record Routing(AlertConfig config, Map<String, List<Channel>> channels) {
    public Routing {
        requireNonNull(config, "config");
        channels = Map.copyOf(channels);
    }

    List<Channel> channels(String receiver) {
        return channels.getOrDefault(receiver, List.of());
    }

    /// The names of the intervals because of which nothing is sent along this route at this time.
    List<String> mutedBy(Route route, Instant time) {
        List<String> muting =
                route.muteTimeIntervals().stream().filter(name -> holds(name, time)).toList();
        if (!muting.isEmpty()) {
            return muting;
        }
        List<String> active = route.activeTimeIntervals();
        return active.stream().anyMatch(name -> holds(name, time)) ? List.of() : active;
    }

    private boolean holds(String name, Instant time) {
        TimeInterval interval = config.timeIntervals().get(name);
        return interval != null && interval.holds(time);
    }
}
