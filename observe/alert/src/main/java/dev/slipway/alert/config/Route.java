package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Matchers;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A node of the tree that decides who is told of an alert: to whom, in which groups, how often.
/// What a file leaves out has been taken from the parent. Immutable.
///
/// `key` is the path of matchers from the root: `{}/{severity="page"}`.
public record Route(
        String key,
        String receiver,
        Grouping grouping,
        Timing timing,
        List<Matcher> matchers,
        boolean continues,
        List<String> muteTimeIntervals,
        List<String> activeTimeIntervals,
        List<Route> routes) {
    /// Which labels alerts of one message have in common; `everything` for all of them.
    public record Grouping(boolean everything, List<String> labels) {
        public Grouping {
            labels = List.copyOf(labels);
        }

        public Labels of(Labels alert) {
            return everything ? alert : alert.keeping(labels);
        }
    }

    /// How long a new group waits for more, how long changes of a group wait, and after which time
    /// an unchanged group is sent again.
    public record Timing(Duration groupWait, Duration groupInterval, Duration repeatInterval) {
        public Timing {
            requireNonNull(groupWait, "groupWait");
            requireNonNull(groupInterval, "groupInterval");
            requireNonNull(repeatInterval, "repeatInterval");
        }
    }

    public Route {
        requireNonNull(key, "key");
        requireNonNull(receiver, "receiver");
        requireNonNull(grouping, "grouping");
        requireNonNull(timing, "timing");
        matchers = List.copyOf(matchers);
        muteTimeIntervals = List.copyOf(muteTimeIntervals);
        activeTimeIntervals = List.copyOf(activeTimeIntervals);
        routes = List.copyOf(routes);
    }

    /// The routes that an alert takes, each the deepest of its branch, in the order of the file;
    /// the root's if no other wants it.
    public List<Route> match(Labels labels) {
        if (!Matchers.allMatch(matchers, labels)) {
            return List.of();
        }
        List<Route> found = new ArrayList<>();
        for (Route child : routes) {
            List<Route> below = child.match(labels);
            found.addAll(below);
            if (!below.isEmpty() && !child.continues) {
                break;
            }
        }
        return found.isEmpty() ? List.of(this) : found;
    }
}
