package dev.slipway.console;

import dev.slipway.console.ReleaseHistory.Sample;
import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.Judgement;
import dev.slipway.console.Views.Moment;
import dev.slipway.console.Views.Release;
import dev.slipway.console.Views.Step;
import dev.slipway.console.Views.Version;
import dev.slipway.controller.Informer;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Deployment whose newest version its guard leads in, watches or has refused, as people follow
/// it. What the guard remembers stands on the ReplicaSets.
final class GuardedRows {
    private static final String PROGRESS = "slipway.dev/guard-progress";
    private static final String SHARES = "slipway.dev/guard-shares";
    private static final String SHARES_USUAL = "5,25,50";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final int ALL = 100;

    private final ConsoleObjects objects;
    private final ReleaseHistory history;
    private final ZoneId zone;

    GuardedRows(ConsoleObjects objects, ReleaseHistory history, ZoneId zone) {
        this.objects = objects;
        this.history = history;
        this.zone = zone;
    }

    /// How far a version has come; the fields that are shown of what the guard remembers.
    record Progress(String phase, int share, long sinceMillis) {
        static @Nullable Progress of(ReplicaSet set) {
            String text = set.metadata().annotations().get(PROGRESS);
            try {
                return text == null
                        ? null
                        : Json.read(text.getBytes(StandardCharsets.UTF_8), Progress.class);
            } catch (RuntimeException _) {
                // What the guard itself cannot read it judges anew.
                return null;
            }
        }
    }

    /// Null where there is nothing to follow: no guard, or all is as it was before.
    @Nullable Release row(Deployment deployment) {
        String uid = deployment.metadata().uid();
        List<ReplicaSet> newestFirst =
                uid == null
                        ? List.of()
                        : objects.replicaSets().byIndex(Informer.BY_CONTROLLER, uid).stream()
                                .sorted(Comparator.comparingLong(GuardedRows::revision).reversed())
                                .toList();
        Progress progress = newestFirst.isEmpty() ? null : Progress.of(newestFirst.getFirst());
        if (progress == null || progress.phase().equals("ACCEPTED")) {
            return null;
        }
        List<Sample> samples = history.samples("Deployment", deployment.key());
        Judgement judgement = judgement(deployment, progress);
        return new Release(
                deployment.key().namespace(),
                deployment.key().name(),
                health(progress),
                phase(progress),
                "",
                Moment.of(Instant.ofEpochMilli(progress.sinceMillis()), zone),
                steps(deployment, progress),
                judgement,
                versions(newestFirst, progress, samples),
                Chart.of(samples, null, zone));
    }

    private static long revision(ReplicaSet set) {
        try {
            return Long.parseLong(set.metadata().annotations().getOrDefault(REVISION, "0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static Health health(Progress progress) {
        return switch (progress.phase()) {
            case "WATCHED" -> Health.good;
            case "REFUSED" -> Health.bad;
            default -> Health.busy;
        };
    }

    private static String phase(Progress progress) {
        return switch (progress.phase()) {
            case "WATCHED" -> "Has all traffic, still watched";
            case "REFUSED" -> "Refused";
            default -> "Progressing";
        };
    }

    private static List<Step> steps(Deployment deployment, Progress progress) {
        Map<String, String> notes = deployment.metadata().annotations();
        List<Step> steps = new ArrayList<>();
        boolean reached = true;
        for (String text : (notes.getOrDefault(SHARES, SHARES_USUAL) + "," + ALL).split(",", -1)) {
            String label = text.strip() + " %";
            boolean done = isAtMost(text.strip(), progress.share());
            boolean now = reached && !done && progress.phase().equals("SHIFTING");
            steps.add(new Step(label, done ? "done" : now ? "now" : "next"));
            reached = done;
        }
        return steps;
    }

    private static boolean isAtMost(String share, int reached) {
        try {
            return Integer.parseInt(share) <= reached;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static Judgement judgement(Deployment deployment, Progress progress) {
        Condition judged = Condition.find(deployment.status().conditions(), "Judged");
        String reason = judged == null || judged.message() == null ? "" : judged.message();
        String word = judged == null || judged.reason() == null ? "" : judged.reason();
        if (progress.phase().equals("REFUSED")) {
            return new Judgement(Health.bad, "Taken back: the new version is refused", reason, "");
        }
        return switch (word) {
            case "" -> Judgement.NONE;
            case "Healthy" -> new Judgement(Health.good, "No worse so far", reason, "");
            case "TooLittleTraffic" ->
                    new Judgement(Health.busy, "Too few requests to judge", reason, "");
            case "Watched" -> new Judgement(Health.good, "Still watched", reason, "");
            default -> new Judgement(Health.busy, "Not decided yet", reason, "");
        };
    }

    private static List<Version> versions(
            List<ReplicaSet> newestFirst, Progress progress, List<Sample> samples) {
        ReplicaSet newest = newestFirst.getFirst();
        if (progress.phase().equals("WATCHED")) {
            return List.of(version("old", newest, ALL, Chart.window(samples)));
        }
        int share = progress.phase().equals("REFUSED") ? 0 : progress.share();
        List<Sample> counted = sinceFirstTraffic(samples);
        List<Version> versions = new ArrayList<>();
        newestFirst.stream()
                .skip(1)
                .filter(set -> set.spec().replicas() == null || set.spec().replicas() > 0)
                .findFirst()
                .ifPresent(old -> versions.add(version("old", old, ALL - share, counted)));
        versions.add(version("new", newest, share, counted));
        return versions;
    }

    /// From when the new version last began to get traffic.
    private static List<Sample> sinceFirstTraffic(List<Sample> samples) {
        int from = samples.size();
        while (from > 0 && samples.get(from - 1).weight() == 0) {
            from--;
        }
        while (from > 0 && samples.get(from - 1).weight() > 0) {
            from--;
        }
        return samples.subList(from, samples.size());
    }

    private static Version version(String role, ReplicaSet set, int weight, List<Sample> samples) {
        return VersionRows.of(
                new VersionRows.Which(
                        role,
                        set.metadata().labels().getOrDefault(HASH, ""),
                        set.spec().template(),
                        set),
                weight,
                samples);
    }
}
