package dev.slipway.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages show, as text and numbers ready to be written.
public final class Views {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Views() {}

    /// How well something is. The constants are names of styles.
    public enum Health {
        bad,
        busy,
        good
    }

    /// Everything on the overview.
    public record Overview(
            Summary summary,
            List<Link> links,
            Shown<Release> releases,
            Shown<Workload> workloads,
            Shown<PodRow> pods,
            Shown<EventRow> events) {}

    /// The rows on the page, and how many there are in all.
    public record Shown<T>(List<T> rows, int total) {
        public Shown {
            rows = List.copyOf(rows);
        }

        static <T> Shown<T> first(int limit, List<T> all) {
            return new Shown<>(all.size() > limit ? all.subList(0, limit) : all, all.size());
        }

        /// The page does not show all.
        public boolean isCut() {
            return rows.size() < total;
        }
    }

    /// How all pods are doing, in numbers.
    public record Summary(int pods, int ready, int inTrouble) {}

    /// A moment. The page's script turns it into how long ago it was, so that the markup stays the
    /// same while time goes by; `clock` stands there without the script.
    public record Moment(String iso, String clock) {
        static Moment of(Instant instant, ZoneId zone) {
            return new Moment(
                    instant.truncatedTo(ChronoUnit.SECONDS).toString(),
                    CLOCK.withZone(zone).format(instant));
        }
    }

    /// An address that people can open.
    public record Link(String url, String object) {}

    /// A Deployment, Rollout or Job.
    public record Workload(
            String kind,
            String namespace,
            String name,
            Health health,
            String state,
            String why,
            String images) {}

    /// A pod; `ready` counts its containers.
    public record PodRow(
            String namespace,
            String name,
            Health health,
            String state,
            String ready,
            String why,
            int restarts,
            String revision,
            @Nullable Moment created) {}

    /// A Rollout with a chart of its two versions.
    public record Release(
            String namespace,
            String name,
            Health health,
            String phase,
            String message,
            @Nullable Moment since,
            List<Step> steps,
            Judgement judgement,
            List<Version> versions,
            String chart) {}

    /// The guard's verdict; `title` is empty if there is none.
    public record Judgement(Health health, String title, String reason, String timing) {
        static final Judgement NONE = new Judgement(Health.busy, "", "", "");
    }

    /// One of the two versions; `role` is `old` or `new`. The figures are of the last second and of
    /// all the time that the chart shows.
    public record Version(
            String role,
            String image,
            String hash,
            String pods,
            int weight,
            String rate,
            String requests,
            String failed,
            boolean failing) {}

    /// One step of a canary; `state` is done, now or next.
    public record Step(String label, String state) {}

    /// Something that happened.
    public record EventRow(
            @Nullable Moment last,
            boolean warning,
            String object,
            String reason,
            String message,
            int count) {}
}
