package dev.slipway.analysis;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;

/// Carries out AnalysisRuns. Thread-safe.
public final class AnalysisController implements Component, Stepwise {
    /// Workers wait for providers most of the time.
    private static final int WORKERS = 32;

    private final Controller controller;
    private final EventRecorder recorder;
    private final HttpCalls calls = new HttpCalls();
    private final Measuring measuring;

    /// To be made before the informers start. `metrics` answers PromQL that names no address.
    public AnalysisController(
            Cluster cluster, Informers informers, MetricQueries metrics, Time time) {
        requireNonNull(metrics, "metrics");
        recorder = new EventRecorder("analysis-controller", cluster, time);
        Informer<AnalysisRun> runs = informers.of(Kinds.ANALYSIS_RUN);
        Informer<Job> jobs = informers.of(Kinds.JOB);
        Providers providers =
                new Providers(
                        new PrometheusProvider(calls, metrics),
                        new WebProvider(calls),
                        new JobProvider(cluster, jobs),
                        new PluginProvider(calls, cluster.resources(Kinds.CONFIG_MAP)));
        measuring = new Measuring(providers);
        RunReconciler reconciler =
                new RunReconciler(
                        runs,
                        cluster.resources(Kinds.ANALYSIS_RUN),
                        cluster.resources(Kinds.SECRET),
                        measuring,
                        recorder,
                        time);
        controller =
                Controller.named("analysisruns", reconciler, time)
                        .onChange(runs)
                        .onOwnedChange(jobs, Kinds.ANALYSIS_RUN)
                        .workers(WORKERS)
                        .build();
    }

    @Override
    public void start() {
        recorder.start();
        controller.start();
    }

    @Override
    public void close() {
        measuring.close();
        calls.close();
        controller.close();
        recorder.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        return controller.step() || recorder.step();
    }

    /// How the reconciling does.
    public ControllerFigures figures() {
        return controller.figures();
    }
}
