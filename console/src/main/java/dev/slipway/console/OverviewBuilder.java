package dev.slipway.console;

import dev.slipway.console.Views.EventRow;
import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.Link;
import dev.slipway.console.Views.Moment;
import dev.slipway.console.Views.Overview;
import dev.slipway.console.Views.PodRow;
import dev.slipway.console.Views.Release;
import dev.slipway.console.Views.Shown;
import dev.slipway.console.Views.Summary;
import dev.slipway.console.Views.Workload;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Pod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the objects of a moment into what the overview shows. What is in trouble comes first, and
/// is the last to be left out where there is too much to show.
final class OverviewBuilder {
    static final int RELEASES_SHOWN_MAX = 20;
    static final int WORKLOADS_SHOWN_MAX = 200;
    static final int PODS_SHOWN_MAX = 500;
    static final int EVENTS_SHOWN_MAX = 50;
    private static final int LINKS_SHOWN_MAX = 20;

    private final ConsoleObjects objects;
    private final ReleaseRows releases;
    private final GuardedRows guarded;
    private final Addresses addresses;
    private final ZoneId zone;

    OverviewBuilder(
            ConsoleObjects objects, ReleaseHistory history, Addresses addresses, ZoneId zone) {
        this.objects = objects;
        this.releases = new ReleaseRows(objects, history, zone);
        this.guarded = new GuardedRows(objects, history, zone);
        this.addresses = addresses;
        this.zone = zone;
    }

    Overview overview() {
        List<Event> events =
                objects.events().all().stream()
                        .sorted(Comparator.comparing(OverviewBuilder::lastSeen).reversed())
                        .toList();
        List<PodRow> pods = pods(events);
        return new Overview(
                summary(pods),
                links(),
                releases(),
                workloads(),
                Shown.first(PODS_SHOWN_MAX, pods),
                events(events));
    }

    private static Summary summary(List<PodRow> pods) {
        int ready = 0;
        int inTrouble = 0;
        for (PodRow pod : pods) {
            ready += pod.health() == Health.good ? 1 : 0;
            inTrouble += pod.health() == Health.bad ? 1 : 0;
        }
        return new Summary(pods.size(), ready, inTrouble);
    }

    private List<Link> links() {
        return addresses.all().stream()
                .limit(LINKS_SHOWN_MAX)
                .map(address ->
                        new Link(
                                address.url().toString(),
                                address.kind() + " " + address.namespace() + "/" + address.name()))
                .toList();
    }

    /// Those that are not all well first. Deployments only while there is something to follow.
    private Shown<Release> releases() {
        List<Release> rows = new ArrayList<>();
        for (Deployment deployment : objects.deployments().all()) {
            Release row = guarded.row(deployment);
            if (row != null) {
                rows.add(row);
            }
        }
        int total = rows.size() + objects.rollouts().all().size();
        // Rows are drawn, charts and all, only of those that may be shown.
        objects.rollouts().all().stream()
                .sorted(Comparator.comparing(rollout -> "Healthy".equals(rollout.status().phase())))
                .limit(RELEASES_SHOWN_MAX)
                .forEach(rollout -> rows.add(releases.row(rollout)));
        rows.sort(Comparator.comparing(row -> row.health() == Health.good));
        return new Shown<>(rows.stream().limit(RELEASES_SHOWN_MAX).toList(), total);
    }

    private Shown<Workload> workloads() {
        List<Workload> rows = new ArrayList<>();
        objects.rollouts().all().forEach(rollout -> rows.add(WorkloadRows.row(rollout)));
        objects.deployments().all().forEach(deployment -> rows.add(WorkloadRows.row(deployment)));
        objects.jobs().all().forEach(job -> rows.add(WorkloadRows.row(job)));
        rows.sort(
                Comparator.comparing((Workload row) -> row.health() != Health.bad)
                        .thenComparing(Workload::namespace)
                        .thenComparing(Workload::name)
                        .thenComparing(Workload::kind));
        return Shown.first(WORKLOADS_SHOWN_MAX, rows);
    }

    /// Those in trouble first, finished ones last; the rest stays in its place whatever its state.
    private List<PodRow> pods(List<Event> events) {
        Map<String, String> warnings = warnings(events);
        return objects.pods().all().stream()
                .sorted(Comparator.comparing(OverviewBuilder::isFinished))
                .map(pod ->
                        PodStates.row(pod, warnings.getOrDefault(pod.metadata().uid(), ""), zone))
                .sorted(Comparator.comparing(row -> row.health() != Health.bad))
                .toList();
    }

    private static boolean isFinished(Pod pod) {
        return "Succeeded".equals(pod.status().phase());
    }

    /// The newest warning about each object, by its uid.
    private static Map<String, String> warnings(List<Event> newestFirst) {
        Map<String, String> warnings = new HashMap<>();
        for (Event event : newestFirst) {
            String uid = event.involvedObject().uid();
            if (uid != null && event.message() != null && "Warning".equals(event.type())) {
                warnings.putIfAbsent(uid, event.message());
            }
        }
        return warnings;
    }

    private Shown<EventRow> events(List<Event> newestFirst) {
        List<EventRow> rows = newestFirst.stream().limit(EVENTS_SHOWN_MAX).map(this::row).toList();
        return new Shown<>(rows, newestFirst.size());
    }

    private EventRow row(Event event) {
        Instant last = lastSeen(event);
        return new EventRow(
                last.equals(Instant.EPOCH) ? null : Moment.of(last, zone),
                "Warning".equals(event.type()),
                text(event.involvedObject().kind()) + " " + text(event.involvedObject().name()),
                text(event.reason()),
                text(event.message()),
                event.count() == null ? 1 : event.count());
    }

    private static Instant lastSeen(Event event) {
        if (event.lastTimestamp() != null) {
            return event.lastTimestamp();
        }
        if (event.eventTime() != null) {
            return event.eventTime();
        }
        Instant created = event.metadata().creationTimestamp();
        return created == null ? Instant.EPOCH : created;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
