package dev.slipway.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisRun.AnalysisRunStatus;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import dev.slipway.model.kinds.KeyReference;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes the measurements of a run that are due and writes what follows from them. All that has to
/// be known to go on is in the status, so that a restart loses nothing: a measurement whose result
/// could not be written is taken again.
final class RunReconciler implements Reconciler {
    private static final Duration TICK = Duration.ofMillis(10);

    private final Informer<AnalysisRun> runs;
    private final Resources<AnalysisRun> resources;
    private final Resources<Secret> secrets;
    private final Measuring measuring;
    private final EventRecorder recorder;
    private final Time time;

    RunReconciler(
            Informer<AnalysisRun> runs,
            Resources<AnalysisRun> resources,
            Resources<Secret> secrets,
            Measuring measuring,
            EventRecorder recorder,
            Time time) {
        this.runs = runs;
        this.resources = resources;
        this.secrets = secrets;
        this.measuring = measuring;
        this.recorder = recorder;
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) throws InterruptedException {
        AnalysisRun run = runs.find(key);
        if (run == null || run.metadata().isBeingDeleted()) {
            return Result.done();
        }
        if (Phase.of(run.status().phase()).isDone()) {
            return expire(run);
        }
        Instant now = time.now();
        try {
            RunArguments args = RunArguments.of(run, reference -> secret(key, reference));
            return goOn(run, RunPlan.of(run, args), args, now);
        } catch (AnalysisException e) {
            write(run, RunReport.invalid(run, String.valueOf(e.getMessage()), now));
            return Result.done();
        }
    }

    private @Nullable String secret(ObjectKey run, KeyReference reference) {
        Secret secret =
                secrets.find(new ObjectKey(run.namespace(), reference.name()))
                        .orElseThrow(() ->
                                new AnalysisException(
                                        "secrets \"" + reference.name() + "\" not found"));
        byte[] content = secret.content(reference.key());
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    private Result goOn(AnalysisRun run, RunPlan plan, RunArguments args, Instant now)
            throws InterruptedException {
        Instant started = Objects.requireNonNullElse(run.status().startedAt(), now);
        List<MetricResult> results = plan.results(run.status());
        boolean ending = isEnding(run, results);
        results = measured(run, plan, args, new Moment(results, started, now, ending));
        boolean endsNow = isEnding(run, results);
        List<MetricResult> assessed = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            assessed.add(MetricProgress.assessed(plan.metrics().get(i), results.get(i), endsNow));
        }
        AnalysisRunStatus status = RunReport.status(run, assessed, started, now);
        write(run, status);
        return next(plan, assessed, started);
    }

    /// What is known when measurements are taken.
    private record Moment(
            List<MetricResult> results, Instant started, Instant now, boolean ending) {}

    /// Whether no further measurements are taken: somebody said so, or the result is clear.
    private static boolean isEnding(AnalysisRun run, List<MetricResult> results) {
        return Boolean.TRUE.equals(run.spec().terminate())
                || results.stream()
                        .anyMatch(result ->
                                Phase.of(result.phase()).isBad()
                                        && !Boolean.TRUE.equals(result.dryRun()));
    }

    private List<MetricResult> measured(
            AnalysisRun run, RunPlan plan, RunArguments args, Moment moment)
            throws InterruptedException {
        List<Measuring.Order> orders = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < plan.metrics().size(); i++) {
            Metric metric = plan.metrics().get(i);
            MetricResult result = moment.results().get(i);
            Instant due = MetricProgress.due(metric, result, moment.started());
            boolean isDue = due != null && !due.isAfter(moment.now()) && !moment.ending();
            if (isDue || MetricProgress.inFlight(result)) {
                int number =
                        result.count() + result.error() + (MetricProgress.inFlight(result) ? 0 : 1);
                Provider.Task task = new Provider.Task(run, metric, number, moment.now());
                orders.add(new Measuring.Order(task, result, moment.ending()));
                places.add(i);
            }
        }
        List<MetricResult> results = new ArrayList<>(moment.results());
        List<@Nullable Measurement> taken = orders.isEmpty() ? List.of() : measuring.take(orders);
        for (int i = 0; i < taken.size(); i++) {
            Measurement measurement = taken.get(i);
            int place = places.get(i);
            if (measurement != null) {
                MetricResult result = results.get(place);
                int kept = plan.kept(result.name());
                results.set(place, MetricProgress.with(result, redacted(measurement, args), kept));
            }
        }
        return results;
    }

    private static Measurement redacted(Measurement measurement, RunArguments args) {
        return new Measurement(
                measurement.phase(),
                args.redacted(measurement.message()),
                measurement.startedAt(),
                measurement.finishedAt(),
                args.redacted(measurement.value()),
                measurement.metadata(),
                measurement.resumeAt());
    }

    private void write(AnalysisRun run, AnalysisRunStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(run.status(), status);
        if (change == null) {
            return;
        }
        ObjectNode patch = change.change().deepCopy();
        patch.putObject("metadata").put("resourceVersion", run.metadata().resourceVersion());
        resources.patchStatus(run.key(), new Patch.MergePatch(patch));
        tell(run, status);
    }

    private void tell(AnalysisRun run, AnalysisRunStatus status) {
        for (MetricResult result : status.metricResults()) {
            Phase phase = Phase.of(result.phase());
            boolean before =
                    run.status().metricResults().stream()
                            .anyMatch(old ->
                                    old.name().equals(result.name())
                                            && Phase.of(old.phase()).isDone());
            if (phase.isDone() && !before) {
                String text = "Metric '" + result.name() + "' Completed. Result: " + phase.word();
                tell(run, "Metric" + phase.word(), text, phase);
            }
        }
        Phase phase = Phase.of(status.phase());
        if (phase.isDone()) {
            String why = status.message() == null ? "" : ": " + status.message();
            String text = "Analysis Completed. Result: " + phase.word() + why;
            tell(run, "AnalysisRun" + phase.word(), text, phase);
        }
    }

    private void tell(AnalysisRun run, String reason, String text, Phase phase) {
        if (phase.isBad()) {
            recorder.warning(Kinds.ANALYSIS_RUN, run, reason, text);
        } else {
            recorder.normal(Kinds.ANALYSIS_RUN, run, reason, text);
        }
    }

    private Result next(RunPlan plan, List<MetricResult> results, Instant started) {
        Instant next = null;
        for (int i = 0; i < results.size(); i++) {
            Instant due = MetricProgress.due(plan.metrics().get(i), results.get(i), started);
            if (due != null && (next == null || due.isBefore(next))) {
                next = due;
            }
        }
        return next == null ? Result.done() : Result.after(until(next));
    }

    private Duration until(Instant moment) {
        Duration wait = Duration.between(time.now(), moment);
        return wait.compareTo(TICK) < 0 ? TICK : wait;
    }

    private Result expire(AnalysisRun run) {
        Integer seconds = RunReport.keptSeconds(run);
        Instant completed = run.status().completedAt();
        if (seconds == null || completed == null) {
            return Result.done();
        }
        Instant end = completed.plusSeconds(seconds);
        if (time.now().isBefore(end)) {
            return Result.after(until(end));
        }
        resources.delete(run.key(), DeleteOptions.ofUid(run.metadata().storedUid()));
        return Result.done();
    }
}
