package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.HorizontalPodAutoscaler;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Moves a Deployment a little further into the hands of a Rollout, or out of them. One side gives
/// up its pods only after the other's are all there; nobody but this changes the Deployment.
///
/// ```text
///  alone --asked, complete--> taking over --Rollout at rest--> held (paused, 0 pods of its own)
///    ^                                                           |
///    |                                          not asked, Rollout at rest
///    +-- Rollout deleted <-- services freed <-- Deployment complete, with its own pods
/// ```
///
/// A held Deployment is paused, so that a manifest with replicas that is applied again does not
/// start pods of a version that nobody watches.
final class TakeoverReconciler implements Reconciler {
    private static final String ENDED = "nothing, it is being handed back";

    final Informer<Deployment> deployments;
    final Informer<Rollout> rollouts;
    final Informer<Namespace> namespaces;
    final Informer<Service> services;
    final Informer<HorizontalPodAutoscaler> autoscalers;
    private final Cluster cluster;
    private final Resources<Deployment> deploymentWriter;
    private final Resources<Rollout> rolloutWriter;
    private final EventRecorder recorder;

    TakeoverReconciler(Cluster cluster, Informers informers, EventRecorder recorder) {
        this.cluster = cluster;
        this.recorder = recorder;
        deployments = informers.of(Kinds.DEPLOYMENT);
        rollouts = informers.of(Kinds.ROLLOUT);
        namespaces = informers.of(Kinds.NAMESPACE);
        services = informers.of(Kinds.SERVICE);
        autoscalers = informers.of(Kinds.HORIZONTAL_POD_AUTOSCALER);
        deploymentWriter = cluster.resources(Kinds.DEPLOYMENT);
        rolloutWriter = cluster.resources(Kinds.ROLLOUT);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Deployment deployment = deployments.find(key);
        if (deployment == null || deployment.metadata().isBeingDeleted()) {
            return Result.done();
        }
        TakeoverWish wish = wish(deployment);
        Rollout rollout = rollouts.find(key);
        if (rollout == null || rollout.metadata().isBeingDeleted()) {
            alone(deployment, wish, rollout == null);
            return Result.done();
        }
        Takeover takeover = new Takeover(deployment, rollout);
        if (!takeover.isOwned()) {
            return Result.done();
        }
        if (wish.asked() && wish.problem() == null && takeover.isMadeOf(wish)) {
            hold(takeover);
        } else {
            handBack(takeover);
        }
        return Result.done();
    }

    private TakeoverWish wish(Deployment deployment) {
        Namespace namespace = namespaces.find(new ObjectKey("", deployment.key().namespace()));
        return TakeoverWish.of(
                deployment.metadata().annotations(),
                namespace == null ? Map.of() : namespace.metadata().annotations());
    }

    /// Somebody deleted the Rollout of a Deployment that has no pods of its own: it gets them now.
    private void alone(Deployment deployment, TakeoverWish wish, boolean isFree) {
        if (Takeover.isHeld(deployment)) {
            release(deployment, held(deployment));
        } else if (isFree && wish.asked()) {
            String obstacle = obstacle(deployment, wish);
            if (obstacle != null) {
                recorder.warning(Kinds.DEPLOYMENT, deployment, "GuardNotTaken", obstacle);
            } else if (Takeover.isComplete(deployment)) {
                create(deployment, wish);
            }
        }
    }

    private static int held(Deployment deployment) {
        String text = deployment.metadata().annotations().getOrDefault(Takeover.HOLDS, "");
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 1;
    }

    private @Nullable String obstacle(Deployment deployment, TakeoverWish wish) {
        if (wish.problem() != null) {
            return wish.problem();
        }
        if (deployment.metadata().controller() != null) {
            return "The guard leaves this Deployment alone: another object manages it";
        }
        if (!WorkloadReferences.referringTo(rollouts, deployment.key()).isEmpty()) {
            return "The guard leaves this Deployment alone: a Rollout refers to it already";
        }
        return autoscalers.inNamespace(deployment.key().namespace()).stream()
                .filter(scaler -> isOf(scaler.spec().scaleTargetRef(), deployment))
                .findFirst()
                .map(scaler ->
                        "The guard leaves this Deployment alone: HorizontalPodAutoscaler "
                                + scaler.key().name()
                                + " scales it; let it scale the Rollout of the same name")
                .orElse(null);
    }

    private static boolean isOf(
            HorizontalPodAutoscaler.TargetReference target, Deployment deployment) {
        return target.kind().equals("Deployment") && target.name().equals(deployment.key().name());
    }

    private void create(Deployment deployment, TakeoverWish wish) {
        ObjectNode rollout = Json.object();
        rollout.put("apiVersion", Kinds.ROLLOUT.type().apiVersion());
        rollout.put("kind", Kinds.ROLLOUT.type().kind());
        ObjectNode metadata = rollout.putObject("metadata");
        metadata.put("name", deployment.key().name());
        metadata.put("namespace", deployment.key().namespace());
        metadata.withArray("/ownerReferences")
                .add(
                        Json.tree(
                                OwnerReference.controlledBy(
                                        Kinds.DEPLOYMENT, deployment.metadata())));
        metadata.set("annotations", notes(deployment).put(Takeover.MADE_OF, wish.madeOf()));
        ObjectNode spec = rollout.putObject("spec");
        Deployment.DeploymentSpec like = deployment.spec();
        spec.put("replicas", Takeover.replicas(deployment));
        put(spec, "minReadySeconds", like.minReadySeconds());
        put(spec, "revisionHistoryLimit", like.revisionHistoryLimit());
        put(spec, "progressDeadlineSeconds", like.progressDeadlineSeconds());
        spec.putObject("workloadRef")
                .put("apiVersion", Kinds.DEPLOYMENT.type().apiVersion())
                .put("kind", Kinds.DEPLOYMENT.type().kind())
                .put("name", deployment.key().name())
                .put("scaleDown", "never");
        spec.set("strategy", wish.strategy());
        cluster.resources(Kinds.ROLLOUT.raw()).create(RawResource.of(rollout));
        recorder.normal(
                Kinds.DEPLOYMENT,
                deployment,
                "GuardTakesOver",
                "A Rollout of the same name gets pods of its own");
    }

    /// Nothing rather than null, which Kubernetes refuses.
    private static void put(ObjectNode spec, String name, @Nullable Integer number) {
        if (number != null) {
            spec.put(name, number);
        }
    }

    /// What the Rollout's own guard reads.
    private static ObjectNode notes(Deployment deployment) {
        ObjectNode notes = Json.object();
        deployment
                .metadata()
                .annotations()
                .forEach((name, value) -> {
                    if (isForTheRollout(name)) {
                        notes.put(name, value);
                    }
                });
        return notes;
    }

    private static boolean isForTheRollout(String name) {
        return switch (name) {
            case "slipway.dev/guard",
                    "slipway.dev/guard-tolerance",
                    "slipway.dev/guard-undecided",
                    "slipway.dev/guard-watch",
                    "slipway.dev/release-limit" ->
                    true;
            default -> false;
        };
    }

    private void hold(Takeover takeover) {
        Deployment deployment = takeover.deployment();
        int own = Takeover.replicas(deployment);
        int wanted = own > 0 ? own : takeover.rollout().spec().replicasWanted();
        adjust(takeover, wanted);
        if (!takeover.isTaken()) {
            return;
        }
        boolean settled =
                own == 0
                        && Takeover.isPaused(deployment)
                        && Takeover.isHeld(deployment)
                        && held(deployment) == wanted;
        if (!settled) {
            ObjectNode change = change(deployment, Integer.toString(wanted));
            change.putObject("spec").put("replicas", 0).put("paused", true);
            deploymentWriter.patch(deployment.key(), new Patch.MergePatch(change));
        }
    }

    /// Size and annotations follow the Deployment's; that it took over is written down before the
    /// Deployment gives up anything.
    private void adjust(Takeover takeover, int wanted) {
        Rollout rollout = takeover.rollout();
        Map<String, String> before = rollout.metadata().annotations();
        ObjectNode now = notes(takeover.deployment());
        ObjectNode notes = Json.object();
        before.keySet().stream()
                .filter(name -> isForTheRollout(name) && !now.has(name))
                .forEach(notes::putNull);
        now.properties()
                .forEach(note -> {
                    if (!note.getValue().asText().equals(before.get(note.getKey()))) {
                        notes.set(note.getKey(), note.getValue());
                    }
                });
        if (!takeover.isTaken() && takeover.isAtRest()) {
            notes.put(Takeover.TAKEN, "true");
        }
        ObjectNode change = Json.object();
        if (!notes.isEmpty()) {
            change.putObject("metadata").set("annotations", notes);
        }
        if (rollout.spec().replicasWanted() != wanted) {
            change.putObject("spec").put("replicas", wanted);
        }
        if (!change.isEmpty()) {
            rolloutWriter.patch(rollout.key(), new Patch.MergePatch(change));
        }
    }

    private void handBack(Takeover takeover) {
        Deployment deployment = takeover.deployment();
        Rollout rollout = takeover.rollout();
        if (Takeover.isHeld(deployment)) {
            if (takeover.isAtRest()) {
                release(deployment, rollout.spec().replicasWanted());
            } else {
                recorder.warning(
                        Kinds.DEPLOYMENT,
                        deployment,
                        "GuardStays",
                        "The Rollout keeps the pods until it runs the Deployment's template alone");
            }
            return;
        }
        if (!Takeover.isComplete(deployment)) {
            return;
        }
        if (rollout.metadata().annotations().getOrDefault(Takeover.MADE_OF, "").equals(ENDED)) {
            end(takeover);
        } else {
            forgetServices(rollout);
        }
    }

    /// Pods first; everything else waits until they serve.
    private void release(Deployment deployment, int replicas) {
        ObjectNode change = change(deployment, null);
        change.putObject("spec").put("replicas", replicas).put("paused", false);
        deploymentWriter.patch(deployment.key(), new Patch.MergePatch(change));
        recorder.normal(
                Kinds.DEPLOYMENT,
                deployment,
                "GuardHandsBack",
                "The Deployment gets " + replicas + " pods of its own again");
    }

    /// A change that fails if the Deployment is another one by now.
    private static ObjectNode change(Deployment seen, @Nullable String holds) {
        ObjectNode change = Json.object();
        ObjectNode metadata = change.putObject("metadata");
        metadata.put("resourceVersion", seen.metadata().resourceVersion());
        metadata.putObject("annotations").put(Takeover.HOLDS, holds);
        return change;
    }

    /// The Rollout would otherwise have the services select its own pods again.
    private void forgetServices(Rollout rollout) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(Takeover.MADE_OF, ENDED);
        ObjectNode canary = Json.object();
        canary.putNull("stableService").putNull("canaryService").putNull("trafficRouting");
        change.putObject("spec").putObject("strategy").set("canary", canary);
        rolloutWriter.patch(rollout.key(), new Patch.MergePatch(change));
    }

    private void end(Takeover takeover) {
        Rollout rollout = takeover.rollout();
        if (!takeover.isObserved()) {
            return;
        }
        boolean freed = true;
        for (Service service : services.inNamespace(rollout.key().namespace())) {
            if (RolloutServices.isManagedBy(service, rollout)) {
                freed = false;
                cluster.resources(Kinds.SERVICE).patch(service.key(), RolloutServices.freeing());
            }
        }
        if (freed) {
            rolloutWriter.delete(
                    rollout.key(),
                    DeleteOptions.ofUid(Objects.requireNonNull(rollout.metadata().uid())));
        }
    }
}
