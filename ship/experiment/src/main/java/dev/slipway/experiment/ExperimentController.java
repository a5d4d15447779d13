package dev.slipway.experiment;

import static java.util.Objects.requireNonNull;

import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;

/// Carries out Experiments. Thread-safe.
public final class ExperimentController implements Component, Stepwise {
    private static final int WORKERS = 4;

    private final Controller controller;
    private final EventRecorder recorder;

    /// To be made before the informers start. AnalysisRuns are made with `maker` and carried out by
    /// somebody else.
    public ExperimentController(
            Cluster cluster, Informers informers, AnalysisRunMaker maker, Time time) {
        requireNonNull(maker, "maker");
        recorder = new EventRecorder("experiment-controller", cluster, time);
        Informer<Experiment> experiments = informers.of(Kinds.EXPERIMENT);
        ExperimentPods pods = new ExperimentPods(cluster, informers);
        ExperimentRuns runs = new ExperimentRuns(cluster, informers, maker);
        ExperimentReconciler reconciler =
                new ExperimentReconciler(
                        experiments,
                        cluster.resources(Kinds.EXPERIMENT),
                        pods,
                        runs,
                        recorder,
                        time);
        controller =
                Controller.named("experiments", reconciler, time)
                        .onChange(experiments)
                        .onOwnedChange(pods.sets(), Kinds.EXPERIMENT)
                        .onOwnedChange(runs.informer(), Kinds.EXPERIMENT)
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
