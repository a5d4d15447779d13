package dev.slipway.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.AnalysisException;
import dev.slipway.analysis.Phase;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Experiment.AnalysisStatus;
import dev.slipway.model.kinds.Experiment.ExperimentStatus;
import dev.slipway.model.kinds.Experiment.TemplateStatus;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Moves one Experiment on: makes what is missing, reads how its parts do and writes what follows.
///
/// ```
///   Pending ──all versions available──▶ Running ──duration, required analyses──▶ Successful
///      └──────────────┴──a version or an analysis goes wrong──▶ Failed, Error, Inconclusive
/// ```
///
/// After the end the analyses are ended, services go, and after a delay the pods.
final class ExperimentReconciler implements Reconciler {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int SCALE_DOWN_DELAY_SECONDS = 30;

    private final Informer<Experiment> experiments;
    private final Resources<Experiment> resources;
    private final ExperimentPods pods;
    private final ExperimentRuns runs;
    private final EventRecorder recorder;
    private final Time time;

    ExperimentReconciler(
            Informer<Experiment> experiments,
            Resources<Experiment> resources,
            ExperimentPods pods,
            ExperimentRuns runs,
            EventRecorder recorder,
            Time time) {
        this.experiments = experiments;
        this.resources = resources;
        this.pods = pods;
        this.runs = runs;
        this.recorder = recorder;
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Experiment experiment = experiments.find(key);
        if (experiment == null || experiment.metadata().isBeingDeleted()) {
            return Result.done();
        }
        if (Phase.of(experiment.status().phase()).isDone()) {
            return windDown(experiment);
        }
        Instant now = time.now();
        ExperimentStatus status = status(experiment, now);
        write(experiment, status);
        return next(experiment, status);
    }

    private ExperimentStatus status(Experiment experiment, Instant now) {
        try {
            ExperimentProgress.end(experiment, now);
        } catch (AnalysisException e) {
            return invalid(experiment, "Experiment spec invalid: duration: " + e.getMessage());
        }
        List<TemplateStatus> templates = new ArrayList<>();
        for (Experiment.Template template : experiment.spec().templates()) {
            templates.add(template(experiment, template, now));
        }
        Instant availableAt = experiment.status().availableAt();
        List<AnalysisStatus> analyses = new ArrayList<>();
        if (availableAt != null) {
            for (Experiment.Analysis analysis : experiment.spec().analyses()) {
                analyses.add(analysis(experiment, analysis, availableAt));
            }
        }
        return ExperimentProgress.whole(experiment, templates, analyses, now);
    }

    private static ExperimentStatus invalid(Experiment experiment, String message) {
        ExperimentStatus before = experiment.status();
        return new ExperimentStatus(
                Phase.ERROR.word(),
                message,
                before.availableAt(),
                before.conditions(),
                before.templateStatuses(),
                before.analysisRuns());
    }

    private TemplateStatus template(
            Experiment experiment, Experiment.Template template, Instant now) {
        ReplicaSet set = pods.find(experiment, template);
        if (set != null && !ExperimentPods.isOwned(set, experiment)) {
            return ExperimentProgress.withStatus(
                    ExperimentProgress.template(experiment, template, null, now),
                    ExperimentProgress.ERROR,
                    "ReplicaSet '" + set.key().name() + "' exists and is not this experiment's",
                    now);
        }
        try {
            if (set == null) {
                create(experiment, template);
            } else if (!Objects.equals(set.spec().replicas(), template.replicasWanted())) {
                pods.scale(set, template.replicasWanted());
            }
            if (template.service() != null) {
                pods.ensureService(experiment, template);
            }
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.INVALID) {
                throw e;
            }
            return ExperimentProgress.withStatus(
                    ExperimentProgress.template(experiment, template, set, now),
                    ExperimentProgress.ERROR,
                    e.getMessage(),
                    now);
        }
        return ExperimentProgress.template(experiment, template, set, now);
    }

    private void create(Experiment experiment, Experiment.Template template) {
        if (pods.create(experiment, template)) {
            recorder.normal(
                    Kinds.EXPERIMENT,
                    experiment,
                    "NewReplicaSetCreated",
                    "Created ReplicaSet " + ExperimentPods.setKey(experiment, template).name());
        }
    }

    private AnalysisStatus analysis(
            Experiment experiment, Experiment.Analysis analysis, Instant availableAt) {
        AnalysisRun run = runs.find(experiment, analysis);
        String name = ExperimentRuns.name(experiment, analysis);
        boolean ours =
                run != null && run.metadata().isControlledBy(experiment.metadata().storedUid());
        if (run != null && ours) {
            String phase = Phase.of(run.status().phase()).word();
            return new AnalysisStatus(analysis.name(), name, phase, run.status().message());
        }
        try {
            runs.start(experiment, analysis, availableAt);
            return new AnalysisStatus(analysis.name(), name, Phase.PENDING.word(), null);
        } catch (AnalysisException e) {
            String why =
                    "Failed to create AnalysisRun for analysis '"
                            + analysis.name()
                            + "': "
                            + e.getMessage();
            return new AnalysisStatus(analysis.name(), null, Phase.ERROR.word(), why);
        }
    }

    private void write(Experiment experiment, ExperimentStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(experiment.status(), status);
        if (change == null) {
            return;
        }
        ObjectNode patch = change.change().deepCopy();
        patch.putObject("metadata").put("resourceVersion", experiment.metadata().resourceVersion());
        resources.patchStatus(experiment.key(), new Patch.MergePatch(patch));
        Phase before = Phase.of(experiment.status().phase());
        Phase phase = Phase.of(status.phase());
        if (phase == before) {
            return;
        }
        String why = status.message() == null ? "" : ": " + status.message();
        String text = "Experiment transitioned from " + before.word() + " -> " + phase.word() + why;
        String reason = "Experiment" + phase.word();
        if (phase.isBad()) {
            recorder.warning(Kinds.EXPERIMENT, experiment, reason, text);
        } else {
            recorder.normal(Kinds.EXPERIMENT, experiment, reason, text);
        }
    }

    private Result next(Experiment experiment, ExperimentStatus status) {
        Instant next = null;
        if (!Phase.of(status.phase()).isDone()) {
            next = ExperimentProgress.end(experiment, status.availableAt());
            for (TemplateStatus template : status.templateStatuses()) {
                Instant since = template.lastTransitionTime();
                if (ExperimentProgress.PROGRESSING.equals(template.status()) && since != null) {
                    next = earlier(next, ExperimentProgress.deadline(experiment, since));
                }
            }
        }
        // What is over already is waited for by somebody else: an analysis will wake us.
        return next == null || !next.isAfter(time.now()) ? Result.done() : at(next);
    }

    private Result windDown(Experiment experiment) {
        for (Experiment.Analysis analysis : experiment.spec().analyses()) {
            AnalysisRun run = runs.find(experiment, analysis);
            if (run != null
                    && run.metadata().isControlledBy(experiment.metadata().storedUid())
                    && !Phase.of(run.status().phase()).isDone()
                    && !Boolean.TRUE.equals(run.spec().terminate())) {
                runs.terminate(run);
            }
        }
        Instant now = time.now();
        Instant next = null;
        List<TemplateStatus> templates = new ArrayList<>();
        for (Experiment.Template template : experiment.spec().templates()) {
            next = earlier(next, scaleDown(experiment, template, now));
            TemplateStatus before = ExperimentProgress.before(experiment, template.name());
            if (before != null) {
                templates.add(ended(experiment, template, before, now));
            }
        }
        ExperimentStatus before = experiment.status();
        write(
                experiment,
                new ExperimentStatus(
                        before.phase(),
                        before.message(),
                        before.availableAt(),
                        before.conditions(),
                        templates,
                        analyses(experiment)));
        return next == null ? Result.done() : at(next);
    }

    private List<AnalysisStatus> analyses(Experiment experiment) {
        List<AnalysisStatus> analyses = new ArrayList<>();
        for (AnalysisStatus before : experiment.status().analysisRuns()) {
            String name = before.analysisRun();
            AnalysisRun run =
                    name == null
                            ? null
                            : runs.informer()
                                    .find(new ObjectKey(experiment.key().namespace(), name));
            analyses.add(
                    run == null || Phase.of(before.phase()).isDone()
                            ? before
                            : new AnalysisStatus(
                                    before.name(),
                                    before.analysisRun(),
                                    Phase.of(run.status().phase()).word(),
                                    run.status().message()));
        }
        return analyses;
    }

    private TemplateStatus ended(
            Experiment experiment,
            Experiment.Template template,
            TemplateStatus before,
            Instant now) {
        ReplicaSet set = pods.find(experiment, template);
        String status = String.valueOf(before.status());
        boolean bad =
                status.equals(ExperimentProgress.FAILED) || status.equals(ExperimentProgress.ERROR);
        ReplicaSet mine = set != null && ExperimentPods.isOwned(set, experiment) ? set : null;
        TemplateStatus counted = ExperimentProgress.template(experiment, template, mine, now);
        TemplateStatus kept =
                new TemplateStatus(
                        before.name(),
                        counted.replicas(),
                        counted.updatedReplicas(),
                        counted.readyReplicas(),
                        counted.availableReplicas(),
                        before.collisionCount(),
                        before.status(),
                        before.message(),
                        before.lastTransitionTime(),
                        before.serviceName(),
                        before.podTemplateHash());
        return bad
                ? kept
                : ExperimentProgress.withStatus(
                        kept, ExperimentProgress.SUCCESSFUL, before.message(), now);
    }

    /// When there is something to do about the version again, or null.
    private @Nullable Instant scaleDown(
            Experiment experiment, Experiment.Template template, Instant now) {
        ReplicaSet set = pods.find(experiment, template);
        if (set == null || !ExperimentPods.isOwned(set, experiment)) {
            return null;
        }
        if (Objects.equals(set.spec().replicas(), 0)) {
            return null;
        }
        Instant deadline = ExperimentPods.deadline(set);
        if (deadline == null) {
            Integer seconds = experiment.spec().scaleDownDelaySeconds();
            Instant end = now.plusSeconds(seconds == null ? SCALE_DOWN_DELAY_SECONDS : seconds);
            // Annotations carry whole seconds.
            deadline = Instant.ofEpochSecond(end.getEpochSecond());
            if (deadline.isAfter(now)) {
                pods.setDeadline(set, deadline);
                return deadline;
            }
        }
        if (deadline.isAfter(now)) {
            return deadline;
        }
        if (template.service() != null) {
            pods.deleteService(experiment, template);
        }
        pods.scale(set, 0);
        return null;
    }

    private Result at(Instant moment) {
        Duration wait = Duration.between(time.now(), moment);
        return Result.after(wait.compareTo(TICK) < 0 ? TICK : wait);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
