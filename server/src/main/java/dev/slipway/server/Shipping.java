package dev.slipway.server;

import dev.slipway.analysis.AnalysisController;
import dev.slipway.analysis.AnalysisException;
import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.experiment.ExperimentController;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.http.Mount;
import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.release.ReleaseController;
import dev.slipway.rollout.DeploymentTakeover;
import dev.slipway.rollout.RolloutController;
import dev.slipway.rollout.RunSpecs;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RevisionGate;
import dev.slipway.workloads.RunningTemplates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What brings new versions in, here as in somebody else's cluster: each of `ship`'s capabilities,
/// joined to the others and to what they stand on. Only where the Deployments are carried out here,
/// too, is there a gate for them; elsewhere Rollouts take them over.
record Shipping(
        RolloutController rollouts,
        @Nullable DeploymentGate gate,
        @Nullable DeploymentTakeover takeover,
        AnalysisController analyses,
        ExperimentController experiments,
        KeptConfig config,
        @Nullable ReleaseController releases,
        ReleaseRecorder records) {

    /// To be made before the informers start. `shares` are those that the edge goes by; null where
    /// Deployments are not ours to guard.
    static Shipping make(ShippingGround ground, @Nullable GuardedShares shares) {
        DeploymentGate gate = shares == null ? null : guard(ground, shares);
        AnalysisRunMaker maker = new AnalysisRunMaker(ground.informers());
        ConfigKeeper config =
                new ConfigKeeper(
                        ground.cluster("config", Rights.ofConfig()),
                        ground.informers(),
                        ground.time());
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        ground.informers(),
                        ground.traffic(),
                        runSpecs(maker),
                        config,
                        ground.time());
        return new Shipping(
                rollouts,
                gate,
                shares == null ? takeover(ground) : null,
                new AnalysisController(
                        ground.cluster("analyses", Rights.ofAnalysis()),
                        ground.informers(),
                        ground.metrics(),
                        ground.time()),
                new ExperimentController(
                        ground.cluster("experiments", Rights.ofExperiment()),
                        ground.informers(),
                        maker,
                        ground.time()),
                new KeptConfig(
                        config, new KeptTemplates(config, ground.informers(), ground.time())),
                releases(ground),
                Recording.recorder(ground, rollouts.views(), gate == null ? null : gate.views()));
    }

    private static @Nullable ReleaseController releases(ShippingGround ground) {
        return ground.serves().test(Kinds.RELEASE)
                ? new ReleaseController(
                        ground.cluster("releases", Rights.ofReleases()),
                        ground.informers(),
                        ground.time())
                : null;
    }

    private static DeploymentTakeover takeover(ShippingGround ground) {
        return new DeploymentTakeover(
                ground.cluster("takeover", Rights.ofTakeover()), ground.informers(), ground.time());
    }

    private static DeploymentGate guard(ShippingGround ground, GuardedShares shares) {
        DeploymentGate gate =
                new DeploymentGate(
                        ground.cluster("guard", Rights.ofGuard()),
                        ground.informers(),
                        ground.traffic(),
                        ground.time());
        shares.follow(gate);
        return gate;
    }

    /// What templates cannot be made into a run is the fault of who wrote them.
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
        if (gate != null) {
            started.add(gate).start();
        }
        if (takeover != null) {
            started.add(takeover).start();
        }
        started.add(config.keeper()).start();
        started.add(rollouts).start();
        started.add(analyses).start();
        started.add(experiments).start();
        if (releases != null) {
            started.add(releases).start();
        }
        started.add(records).start();
    }

    /// What the Deployment controller asks.
    Releasing releasing() {
        return new Releasing(
                gate == null ? RevisionGate.open() : new GuardedDeployments(gate),
                gate == null ? RunningTemplates.asWritten() : config.templates());
    }

    /// What the console draws of releases.
    ReleaseCharts charts() {
        return new ReleaseCharts(rollouts.views(), gate == null ? null : gate.views());
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(records.mount());
    }
}
