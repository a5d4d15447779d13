package dev.slipway.server;

import dev.slipway.analysis.AnalysisController;
import dev.slipway.analysis.AnalysisException;
import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.controller.Informers;
import dev.slipway.edge.Edge;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.experiment.ExperimentController;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.http.Mount;
import dev.slipway.model.ApiException;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.rollout.RolloutController;
import dev.slipway.rollout.RunSpecs;
import dev.slipway.series.SeriesStore;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RunningTemplates;
import java.util.List;

/// What brings new versions in: each of `ship`'s capabilities, joined to the rest of the server.
record Shipping(
        RolloutController rollouts,
        DeploymentGate gate,
        ReleaseRecorder records,
        AnalysisController analyses,
        ExperimentController experiments) {

    /// To be made before the informers start. `shares` are those that the edge goes by, `metrics`
    /// what analyses ask.
    static Shipping make(
            Foundation ground,
            Informers informers,
            Edge edge,
            GuardedShares shares,
            SeriesStore metrics) {
        EdgeTraffic traffic = new EdgeTraffic(edge.figures());
        DeploymentGate gate =
                new DeploymentGate(
                        ground.cluster("guard", Rights.ofGuard()),
                        informers,
                        traffic,
                        ground.time());
        shares.follow(gate);
        AnalysisRunMaker maker = new AnalysisRunMaker(informers);
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        informers,
                        traffic,
                        runSpecs(maker),
                        ground.time());
        AnalysisController analyses =
                new AnalysisController(
                        ground.cluster("analyses", Rights.ofAnalysis()),
                        informers,
                        new MeasuredQueries(metrics, ground.time()),
                        ground.time());
        ExperimentController experiments =
                new ExperimentController(
                        ground.cluster("experiments", Rights.ofExperiment()),
                        informers,
                        maker,
                        ground.time());
        AllReleases views = new AllReleases(rollouts.views(), gate.views());
        return new Shipping(
                rollouts,
                gate,
                Recording.recorder(ground, informers, views),
                analyses,
                experiments);
    }

    private static RunSpecs runSpecs(AnalysisRunMaker maker) {
        return (namespace, analysis, args) -> {
            try {
                return maker.spec(namespace, analysis, args);
            } catch (AnalysisException e) {
                throw new ApiException(ApiException.Reason.INVALID, String.valueOf(e.getMessage()));
            }
        };
    }

    void start(Started started) {
        started.add(gate).start();
        started.add(rollouts).start();
        started.add(records).start();
        started.add(analyses).start();
        started.add(experiments).start();
    }

    /// What the Deployment controller asks.
    Releasing releasing() {
        return new Releasing(new GuardedDeployments(gate), RunningTemplates.asWritten());
    }

    ReleaseViews views() {
        return new AllReleases(rollouts.views(), gate.views());
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(records.mount());
    }
}
