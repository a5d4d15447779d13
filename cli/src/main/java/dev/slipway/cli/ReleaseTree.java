package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Ages;
import dev.slipway.model.RawResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Draws a workload's versions, newest first, each with its pods, analyses and experiments, in the
/// signs that Argo's command line has made usual.
final class ReleaseTree {
    private static final String ROLLOUT_REVISION = "rollout.argoproj.io/revision";
    private static final String DEPLOYMENT_REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "rollouts-pod-template-hash";
    private static final String DEADLINE = "scale-down-deadline";

    private final ReleasePicture picture;
    private final ReleaseSummary summary;
    private final Instant now;

    ReleaseTree(ReleasePicture picture, ReleaseSummary summary, Instant now) {
        this.picture = picture;
        this.summary = summary;
        this.now = now;
    }

    String draw() {
        JsonNode workload = picture.workload();
        String kind = workload.path("kind").asText();
        return new TreeRow(
                        new TreeRow.Cells(
                                "⟳ " + workload.at("/metadata/name").asText(),
                                kind,
                                summary.statusWithSign(),
                                age(workload),
                                ""),
                        revisions())
                .draw();
    }

    private List<TreeRow> revisions() {
        String uid = picture.workload().at("/metadata/uid").asText();
        Map<Long, List<TreeRow>> byRevision = new TreeMap<>(Comparator.reverseOrder());
        for (RawResource set : picture.setsOf(uid)) {
            add(byRevision, set, set(set));
        }
        for (RawResource experiment : picture.experiments()) {
            add(byRevision, experiment, experiment(experiment));
        }
        for (RawResource run : picture.runsOf(uid)) {
            add(byRevision, run, run(run));
        }
        return byRevision.entrySet().stream()
                .map(revision ->
                        new TreeRow(
                                TreeRow.Cells.heading("# revision:" + revision.getKey()),
                                revision.getValue()))
                .toList();
    }

    private static void add(Map<Long, List<TreeRow>> byRevision, RawResource object, TreeRow row) {
        Map<String, String> notes = object.metadata().annotations();
        String text = notes.getOrDefault(ROLLOUT_REVISION, notes.get(DEPLOYMENT_REVISION));
        byRevision.computeIfAbsent(number(text), _ -> new ArrayList<>()).add(row);
    }

    static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private TreeRow set(RawResource set) {
        List<TreeRow> pods = picture.podsOf(set).stream().map(this::pod).toList();
        long wanted = set.tree().at("/spec/replicas").asLong();
        long available = set.tree().at("/status/availableReplicas").asLong();
        String status =
                wanted == 0 && pods.isEmpty()
                        ? "• ScaledDown"
                        : available >= wanted ? "✔ Healthy" : "◌ Progressing";
        return new TreeRow(
                new TreeRow.Cells(
                        "⧉ " + set.key().name(),
                        "ReplicaSet",
                        status,
                        age(set.tree()),
                        join(roles(set))),
                pods);
    }

    private List<String> roles(RawResource set) {
        List<String> roles = new ArrayList<>();
        String hash = set.metadata().labels().getOrDefault(HASH, "");
        if (!hash.isEmpty()) {
            roles.addAll(summary.rolesOf(hash));
        }
        roles.addAll(summary.sharesOf(set));
        String deadline = set.metadata().annotations().get(DEADLINE);
        Instant end =
                deadline == null
                        ? null
                        : Ages.instant(
                                com.fasterxml.jackson.databind.node.TextNode.valueOf(deadline));
        if (end != null) {
            roles.add("delay:" + Ages.describe(java.time.Duration.between(now, end)));
        }
        return roles;
    }

    private TreeRow pod(RawResource pod) {
        JsonNode status = pod.tree().path("status");
        long ready = 0;
        long restarts = 0;
        String trouble = "";
        JsonNode containers = status.path("containerStatuses");
        for (JsonNode container : containers) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
            restarts += container.path("restartCount").asLong();
            trouble = container.at("/state/waiting/reason").asText(trouble);
        }
        List<String> notes = new ArrayList<>();
        notes.add("ready:" + ready + "/" + pod.tree().at("/spec/containers").size());
        if (restarts > 0) {
            notes.add("restarts:" + restarts);
        }
        return new TreeRow(
                new TreeRow.Cells(
                        "□ " + pod.key().name(),
                        "Pod",
                        podStatus(pod, ready == containers.size(), trouble),
                        age(pod.tree()),
                        join(notes)),
                List.of());
    }

    private static String podStatus(RawResource pod, boolean ready, String trouble) {
        String phase = pod.tree().at("/status/phase").asText("Pending");
        if (pod.metadata().isBeingDeleted()) {
            return "◌ Terminating";
        }
        if (!trouble.isEmpty() && !trouble.equals("ContainerCreating")) {
            return "✖ " + trouble;
        }
        return switch (phase) {
            case "Running" -> (ready ? "✔ " : "◌ ") + phase;
            case "Succeeded" -> "✔ " + phase;
            case "Failed" -> "✖ " + phase;
            default -> "◌ " + (trouble.isEmpty() ? phase : trouble);
        };
    }

    private TreeRow experiment(RawResource experiment) {
        String uid = experiment.metadata().storedUid();
        List<TreeRow> below = new ArrayList<>();
        picture.setsOf(uid).forEach(set -> below.add(set(set)));
        picture.runsOf(uid).forEach(run -> below.add(run(run)));
        return new TreeRow(
                new TreeRow.Cells(
                        "Σ " + experiment.key().name(),
                        "Experiment",
                        phase(experiment),
                        age(experiment.tree()),
                        ""),
                below);
    }

    private TreeRow run(RawResource run) {
        return new TreeRow(
                new TreeRow.Cells(
                        "α " + run.key().name(),
                        "AnalysisRun",
                        phase(run),
                        age(run.tree()),
                        join(measured(run.tree().at("/status/metricResults")))),
                picture.jobsOf(run).stream().map(this::job).toList());
    }

    /// How many measurements went which way, as `✔ 3,✖ 1`.
    private static List<String> measured(JsonNode results) {
        long good = 0;
        long bad = 0;
        long unclear = 0;
        long broken = 0;
        for (JsonNode result : results) {
            good += result.path("successful").asLong();
            bad += result.path("failed").asLong();
            unclear += result.path("inconclusive").asLong();
            broken += result.path("error").asLong();
        }
        List<String> notes = new ArrayList<>();
        addCount(notes, "✔ ", good);
        addCount(notes, "✖ ", bad);
        addCount(notes, "? ", unclear);
        addCount(notes, "⚠ ", broken);
        return notes;
    }

    private static void addCount(Collection<String> notes, String sign, long count) {
        if (count > 0) {
            notes.add(sign + count);
        }
    }

    private TreeRow job(RawResource job) {
        JsonNode status = job.tree().path("status");
        String state =
                status.path("succeeded").asLong() > 0
                        ? "✔ Successful"
                        : status.path("failed").asLong() > 0 ? "✖ Failed" : "◌ Running";
        return new TreeRow(
                new TreeRow.Cells("⊞ " + job.key().name(), "Job", state, age(job.tree()), ""),
                List.of());
    }

    private static String phase(RawResource object) {
        String phase = object.tree().at("/status/phase").asText("Pending");
        String sign =
                switch (phase) {
                    case "Successful" -> "✔ ";
                    case "Failed" -> "✖ ";
                    case "Error" -> "⚠ ";
                    case "Inconclusive" -> "? ";
                    default -> "◌ ";
                };
        return sign + phase;
    }

    private String age(JsonNode object) {
        return Ages.since(object.at("/metadata/creationTimestamp"), now);
    }

    private static String join(List<String> notes) {
        return String.join(",", notes);
    }
}
