package dev.slipway.rollout;

import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All at once, by switching a service over: [BlueGreenSteps] says how far, [BlueGreenScaling] with
/// how many pods, [BlueGreenTraffic] switches. Thread-safe.
final class BlueGreenStrategy implements Strategy {
    private static final String PLACE = "spec.strategy.blueGreen.";

    private final RolloutServices services;
    private final BlueGreenTraffic traffic;

    BlueGreenStrategy(RolloutServices services, BlueGreenTraffic traffic) {
        this.services = services;
        this.traffic = traffic;
    }

    @Override
    public List<String> problems(Rollout rollout) {
        Rollout.BlueGreen blueGreen = BlueGreenSteps.of(rollout);
        List<String> problems = new ArrayList<>();
        String active = blueGreen.activeService();
        String preview = blueGreen.previewService();
        if (active == null || active.isEmpty()) {
            problems.add(PLACE + "activeService: none (expected: the name of a Service)");
        } else if (active.equals(preview)) {
            problems.add(
                    PLACE
                            + "previewService: \""
                            + preview
                            + "\" is the active service, too (expected: another one)");
        }
        // On the first deploy the services may be the next thing applied.
        if (rollout.status().stableRS() != null) {
            addIfMissing(rollout, "activeService", active, problems);
            addIfMissing(rollout, "previewService", preview, problems);
        }
        return problems;
    }

    private void addIfMissing(
            Rollout rollout, String field, @Nullable String name, List<String> problems) {
        boolean named = name != null && !name.isEmpty();
        if (named && !services.state(rollout.key().namespace(), name).exists()) {
            problems.add(PLACE + field + ": service \"" + name + "\" not found");
        }
    }

    @Override
    public Scene.Routing routing(Rollout rollout) {
        Rollout.BlueGreen blueGreen = BlueGreenSteps.of(rollout);
        String namespace = rollout.key().namespace();
        return new Scene.Routing(
                null,
                services.state(namespace, blueGreen.previewService()),
                services.state(namespace, blueGreen.activeService()));
    }

    @Override
    public List<RevisionTraffic.Source> sources(Rollout rollout) {
        String active = BlueGreenSteps.of(rollout).activeService();
        return active == null
                ? List.of()
                : List.of(new RevisionTraffic.Source.Service(rollout.key().namespace(), active));
    }

    @Override
    public List<RunOrder> runs(Scene scene) {
        return BlueGreenSteps.runs(scene);
    }

    @Override
    public void withdraw(Scene scene) {
        traffic.withdraw(scene);
    }

    @Override
    public List<Scaling.Order> orders(Scene scene) {
        return BlueGreenScaling.orders(scene);
    }

    @Override
    public void extend(Scene scene) {
        traffic.extend(scene);
    }

    @Override
    public Position advance(Scene scene) {
        return BlueGreenSteps.advance(scene);
    }

    @Override
    public Outlook outlook(Scene scene) {
        return outlookOf(scene);
    }

    static Outlook outlookOf(Scene scene) {
        int replicas = scene.replicas();
        boolean updating = scene.position().isUpdating();
        boolean switched = BlueGreenSteps.isSwitched(scene);
        IntOrString unavailable = BlueGreenSteps.of(scene.rollout()).maxUnavailable();
        int unavailableMax = unavailable == null ? 0 : unavailable.scaled(replicas, false);
        return new Outlook(
                0,
                updating && switched ? 100 : 0,
                switched,
                Math.max(0, replicas - unavailableMax),
                BlueGreenSteps.pauseEnd(scene),
                null);
    }

    @Override
    public RolloutStatus report(Scene scene, RolloutStatus status) {
        boolean counts = BlueGreenSteps.of(scene.rollout()).previewReplicaCount() != null;
        boolean updating = scene.position().isUpdating() && !scene.position().aborted();
        boolean passed = counts && updating && BlueGreenSteps.hasPassedPreview(scene);
        RolloutStatus.BlueGreenStatus before = status.blueGreen();
        List<RunOrder> runs = BlueGreenSteps.runs(scene);
        RolloutStatus.RunStatus pre =
                RunVerdicts.status(scene, runs, RunOrder.Purpose.PRE_PROMOTION);
        RolloutStatus.RunStatus post =
                RunVerdicts.status(scene, runs, RunOrder.Purpose.POST_PROMOTION);
        boolean sameUpdate =
                scene.position().podHash().equals(scene.rollout().status().currentPodHash());
        return status.withBlueGreen(
                new RolloutStatus.BlueGreenStatus(
                        selector(scene.routing().canary()),
                        selector(scene.routing().stable()),
                        passed ? true : null,
                        pre == null && sameUpdate ? before.prePromotionAnalysisRunStatus() : pre,
                        post == null && sameUpdate
                                ? before.postPromotionAnalysisRunStatus()
                                : post));
    }

    private static @Nullable String selector(Scene.ServiceState service) {
        return service.selectedHash().isEmpty() ? null : service.selectedHash();
    }
}
