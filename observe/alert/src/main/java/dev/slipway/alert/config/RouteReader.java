package dev.slipway.alert.config;

import dev.slipway.alert.Matchers;
import dev.slipway.alert.config.Route.Grouping;
import dev.slipway.alert.config.Route.Timing;
import dev.slipway.model.Suggestion;
import dev.slipway.series.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the route tree. Used by one thread.
final class RouteReader {
    private static final Timing DEFAULT_TIMING =
            new Timing(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4));
    private static final int ROUTES_MAX = 10_000;
    private static final int DEPTH_MAX = 50;
    private static final Comparator<Matcher> ORDER =
            Comparator.comparing(Matcher::name)
                    .thenComparing(Matcher::value)
                    .thenComparing(Matcher::type);

    private final Set<String> receivers;
    private final Set<String> intervals;
    private int count;
    private int depth;

    RouteReader(Set<String> receivers, Set<String> intervals) {
        this.receivers = receivers;
        this.intervals = intervals;
    }

    Route readRoot(Fields fields) {
        Route root = read(fields, null);
        if (root.receiver().isEmpty()) {
            fields.error("receiver", "found nothing, expected the receiver of all other alerts");
        }
        for (String field : List.of("match", "match_re", "matchers")) {
            if (!fields.elementsOrEntries(field).isEmpty()) {
                fields.error(field, "found in the root route, which takes every alert");
            }
        }
        for (String field : List.of("mute_time_intervals", "active_time_intervals")) {
            if (fields.has(field)) {
                fields.error(field, "found in the root route, expected in a route below it");
            }
        }
        if (root.continues()) {
            fields.error("continue", "found in the root route, after which nothing comes");
        }
        return root;
    }

    private Route read(Fields fields, @Nullable Route parent) {
        if (++count == ROUTES_MAX) {
            fields.findings().error(fields.node(), "found %d routes or more".formatted(ROUTES_MAX));
        }
        String receiver = fields.text("receiver", parent == null ? "" : parent.receiver());
        if (fields.has("receiver")) {
            checkName(fields, "receiver", receiver, receivers);
        }
        List<Matcher> matchers = matchers(fields);
        String own = Matchers.text(matchers);
        Route route =
                new Route(
                        parent == null ? own : parent.key() + "/" + own,
                        receiver,
                        grouping(fields, parent),
                        timing(fields, parent == null ? DEFAULT_TIMING : parent.timing()),
                        matchers,
                        fields.flag("continue", false),
                        intervals(fields, "mute_time_intervals"),
                        intervals(fields, "active_time_intervals"),
                        List.of());
        List<Route> children = children(fields, route);
        if (fields.has("labels")) {
            fields.findings()
                    .warning(
                            fields.at("labels"),
                            "`labels` of a route have no effect: not supported");
        }
        fields.end();
        return withChildren(route, children);
    }

    /// An alias can make a route its own child, so that there may be no end to them.
    private List<Route> children(Fields fields, Route route) {
        List<Route> children = new ArrayList<>();
        if (depth >= DEPTH_MAX) {
            fields.error("routes", "nested more than %d levels deep".formatted(DEPTH_MAX));
            return children;
        }
        depth++;
        for (Fields child : fields.objects("routes")) {
            if (count < ROUTES_MAX) {
                children.add(read(child, route));
            }
        }
        depth--;
        return children;
    }

    private static Route withChildren(Route route, List<Route> children) {
        return new Route(
                route.key(),
                route.receiver(),
                route.grouping(),
                route.timing(),
                route.matchers(),
                route.continues(),
                route.muteTimeIntervals(),
                route.activeTimeIntervals(),
                children);
    }

    private static List<Matcher> matchers(Fields fields) {
        List<Matcher> matchers = new ArrayList<>();
        matchers.addAll(fields.matcherMap("match", Matcher.Type.EQUAL));
        matchers.addAll(fields.matcherMap("match_re", Matcher.Type.REGEX));
        matchers.addAll(fields.matchers("matchers"));
        matchers.sort(ORDER);
        return matchers;
    }

    private static Grouping grouping(Fields fields, @Nullable Route parent) {
        List<String> labels = fields.texts("group_by");
        if (labels.isEmpty()) {
            // An empty list says nothing, as a field that is not there.
            return parent == null ? new Grouping(false, List.of()) : parent.grouping();
        }
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                fields.error("group_by", "the label `%s` is there twice".formatted(label));
            }
            if (label.isEmpty()) {
                fields.error("group_by", "found an empty text, expected a label's name");
            }
        }
        boolean everything = labels.contains("...");
        if (everything && labels.size() > 1) {
            fields.error("group_by", "found `...` and other labels, expected `...` alone");
        }
        return new Grouping(everything, everything ? List.of() : labels.stream().sorted().toList());
    }

    private static Timing timing(Fields fields, Timing inherited) {
        Timing timing =
                new Timing(
                        fields.duration("group_wait", inherited.groupWait()),
                        fields.duration("group_interval", inherited.groupInterval()),
                        fields.duration("repeat_interval", inherited.repeatInterval()));
        if (fields.has("group_interval") && timing.groupInterval().isZero()) {
            fields.error("group_interval", "found `0`, expected a longer time");
        }
        if (fields.has("repeat_interval") && timing.repeatInterval().isZero()) {
            fields.error("repeat_interval", "found `0`, expected a longer time");
        }
        if (fields.has("repeat_interval")
                && timing.repeatInterval().compareTo(timing.groupInterval()) < 0) {
            fields.findings()
                    .warning(
                            fields.at("repeat_interval"),
                            "`repeat_interval` is shorter than `group_interval`, which it is"
                                    + " rounded up to");
        }
        return timing;
    }

    private List<String> intervals(Fields fields, String field) {
        List<String> names = fields.texts(field);
        names.forEach(name -> checkName(fields, field, name, intervals));
        return names;
    }

    private static void checkName(Fields fields, String field, String name, Set<String> known) {
        if (!known.contains(name)) {
            String hint =
                    Suggestion.closest(name, known)
                            .map(meant -> ", did you mean `" + meant + "`?")
                            .orElse("");
            fields.error(field, "`%s` is not defined%s".formatted(name, hint));
        }
    }
}
