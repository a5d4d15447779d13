package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Quantity;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.HorizontalPodAutoscaler;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.Metric;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.ScalingRules;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.TargetReference;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.workloads.MetricReading.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sizes workloads by their metrics: every 15 seconds each metric proposes a number of replicas,
/// the largest counts, and it is approached at the pace that the autoscaler allows. If a metric is
/// not known, the others may only ask for more.
final class AutoscalerReconciler implements Reconciler {
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final double USUAL_TOLERANCE = 0.1;

    private final WorkloadTools tools;
    private final AutoscalingMetrics metrics;
    private final Cluster cluster;
    private final List<Kind<?>> kinds;
    private final Resources<HorizontalPodAutoscaler> autoscalers;
    private final Informer<HorizontalPodAutoscaler> informer;
    private final Informer<Pod> pods;
    private final Map<ObjectKey, ScalingHistory> histories = new ConcurrentHashMap<>();

    AutoscalerReconciler(
            Cluster cluster,
            Informers informers,
            List<Kind<?>> kinds,
            AutoscalingMetrics metrics,
            WorkloadTools tools) {
        this.tools = tools;
        this.metrics = metrics;
        this.cluster = cluster;
        this.kinds = kinds;
        this.autoscalers = cluster.resources(Kinds.HORIZONTAL_POD_AUTOSCALER);
        this.informer = informers.of(Kinds.HORIZONTAL_POD_AUTOSCALER);
        this.pods = informers.of(Kinds.POD);
    }

    Controller controller() {
        return Controller.named("horizontal-pod-autoscaler", this, tools.time())
                .onDelta(informer, this::changed)
                .build();
    }

    /// The target as far as it matters here.
    private record Scaled(
            Kind<RawResource> kind,
            ObjectKey key,
            int replicas,
            int running,
            LabelSelector selector) {}

    /// The state of one decision.
    private record Review(HorizontalPodAutoscaler autoscaler, Instant now) {
        HorizontalPodAutoscaler.Status status(
                int current, int desired, List<ObjectNode> measured, List<Condition> changed) {
            List<Condition> conditions = autoscaler.status().conditions();
            for (Condition condition : changed) {
                conditions = Condition.with(conditions, condition);
            }
            return new HorizontalPodAutoscaler.Status(
                    autoscaler.metadata().generation(),
                    autoscaler.status().lastScaleTime(),
                    current,
                    desired,
                    measured,
                    conditions);
        }

        Condition condition(String type, boolean holds, String reason, String message) {
            return Condition.of(type, holds, reason, message, now);
        }
    }

    @Override
    public Result reconcile(ObjectKey key) {
        HorizontalPodAutoscaler autoscaler = informer.find(key);
        if (autoscaler == null || autoscaler.metadata().isBeingDeleted()) {
            return Result.done();
        }
        Review review = new Review(autoscaler, tools.time().now());
        Scaled target = target(key.namespace(), autoscaler.spec().scaleTargetRef());
        HorizontalPodAutoscaler.Status status =
                target == null ? withoutTarget(review) : review(review, target);
        Patch change = MergeChange.ofStatus(autoscaler.status(), status);
        if (change != null) {
            autoscalers.patchStatus(key, change);
        }
        return Result.after(PERIOD);
    }

    private HorizontalPodAutoscaler.Status withoutTarget(Review review) {
        TargetReference reference = review.autoscaler.spec().scaleTargetRef();
        String message =
                "the target %s/%s was not found, or has no replicas and selector"
                        .formatted(reference.kind(), reference.name());
        tools.events()
                .warning(
                        Kinds.HORIZONTAL_POD_AUTOSCALER,
                        review.autoscaler,
                        "FailedGetScale",
                        message);
        return review.status(
                0,
                0,
                List.of(),
                List.of(review.condition("AbleToScale", false, "FailedGetScale", message)));
    }

    private HorizontalPodAutoscaler.Status review(Review review, Scaled target) {
        Condition able =
                review.condition(
                        "AbleToScale",
                        true,
                        "SucceededGetScale",
                        "the HPA controller was able to get the target's current scale");
        Integer min = review.autoscaler.spec().minReplicas();
        if (target.replicas == 0 && (min == null || min != 0)) {
            return review.status(
                    target.running,
                    0,
                    List.of(),
                    List.of(
                            able,
                            review.condition(
                                    "ScalingActive",
                                    false,
                                    "ScalingDisabled",
                                    "scaling is disabled since the replica count of the target is"
                                            + " zero")));
        }
        return measure(review, target, able);
    }

    private HorizontalPodAutoscaler.Status measure(Review review, Scaled target, Condition able) {
        HorizontalPodAutoscaler.Spec spec = review.autoscaler.spec();
        ScalingPace pace = new ScalingPace(spec, review.now);
        MetricReading reading =
                new MetricReading(
                        metrics,
                        target.key.namespace(),
                        new MetricReading.Scene(
                                target.replicas,
                                podsOf(target),
                                new ReplicaProposal.Tolerance(
                                        tolerance(pace.up()), tolerance(pace.down())),
                                review.now));
        List<ObjectNode> measured = new ArrayList<>();
        Outcome.@Nullable Proposed largest = null;
        Outcome.@Nullable Unknown unknown = null;
        for (Metric metric : spec.metrics()) {
            switch (reading.read(metric)) {
                case Outcome.Proposed proposed -> {
                    measured.add(proposed.current());
                    boolean larger = largest == null || proposed.replicas() > largest.replicas();
                    largest = larger ? proposed : largest;
                }
                case Outcome.Unknown failed -> unknown = unknown == null ? failed : unknown;
            }
        }
        boolean blocked =
                unknown != null && (largest == null || largest.replicas() < target.replicas);
        if (blocked && unknown != null) {
            return unable(review, target, measured, List.of(able, inactive(review, unknown)));
        }
        return largest == null
                ? unable(review, target, measured, List.of(able))
                : decide(review, target, pace, largest, measured);
    }

    private HorizontalPodAutoscaler.Status unable(
            Review review, Scaled target, List<ObjectNode> measured, List<Condition> conditions) {
        return review.status(target.running, target.replicas, measured, conditions);
    }

    private Condition inactive(Review review, Outcome.Unknown unknown) {
        tools.events()
                .warning(
                        Kinds.HORIZONTAL_POD_AUTOSCALER,
                        review.autoscaler,
                        unknown.reason(),
                        unknown.message());
        return review.condition("ScalingActive", false, unknown.reason(), unknown.message());
    }

    private HorizontalPodAutoscaler.Status decide(
            Review review,
            Scaled target,
            ScalingPace pace,
            Outcome.Proposed proposed,
            List<ObjectNode> measured) {
        ScalingHistory history =
                histories.computeIfAbsent(review.autoscaler.key(), _ -> new ScalingHistory());
        ScalingPace.Decision decision = pace.decide(target.replicas, proposed.replicas(), history);
        Condition active =
                review.condition(
                        "ScalingActive",
                        true,
                        "ValidMetricFound",
                        "the HPA was able to successfully calculate a replica count from "
                                + proposed.figure());
        if (decision.replicas() == target.replicas) {
            return review.status(
                    target.running,
                    decision.replicas(),
                    measured,
                    List.of(decision.able(), active, decision.limited()));
        }
        scale(review, target, decision.replicas(), proposed);
        history.change(review.now, decision.replicas() - target.replicas);
        Condition able =
                review.condition(
                        "AbleToScale",
                        true,
                        "SucceededRescale",
                        "the HPA controller was able to update the target scale to "
                                + decision.replicas());
        HorizontalPodAutoscaler.Status status =
                review.status(
                        target.running,
                        decision.replicas(),
                        measured,
                        List.of(able, active, decision.limited()));
        return new HorizontalPodAutoscaler.Status(
                status.observedGeneration(),
                review.now,
                status.currentReplicas(),
                status.desiredReplicas(),
                status.currentMetrics(),
                status.conditions());
    }

    private void scale(Review review, Scaled target, int replicas, Outcome.Proposed proposed) {
        ObjectNode spec = Json.object().put("replicas", replicas);
        cluster.resources(target.kind).patch(target.key, MergeChange.under("spec", spec));
        String relation = replicas > target.replicas ? "above" : "below";
        tools.events()
                .normal(
                        Kinds.HORIZONTAL_POD_AUTOSCALER,
                        review.autoscaler,
                        "SuccessfulRescale",
                        "New size: %d; reason: %s %s target"
                                .formatted(replicas, proposed.figure(), relation));
    }

    private List<Pod> podsOf(Scaled target) {
        return pods.inNamespace(target.key.namespace()).stream()
                .filter(pod -> target.selector.matches(pod.metadata().labels()))
                .toList();
    }

    private @Nullable Scaled target(String namespace, TargetReference reference) {
        String version = reference.apiVersion();
        for (Kind<?> kind : kinds) {
            boolean named = kind.type().kind().equals(reference.kind());
            if (named && (version == null || sameGroup(kind.type(), version))) {
                ObjectKey key = new ObjectKey(namespace, reference.name());
                return cluster.resources(kind.raw())
                        .find(key)
                        .map(object -> scaled(kind.raw(), key, object.tree()))
                        .orElse(null);
            }
        }
        return null;
    }

    private static boolean sameGroup(GroupVersionKind type, String apiVersion) {
        return type.group().equals(GroupVersionKind.of(apiVersion, type.kind()).group());
    }

    private static @Nullable Scaled scaled(
            Kind<RawResource> kind, ObjectKey key, ObjectNode object) {
        if (!object.at("/spec/selector").isObject()) {
            return null;
        }
        return new Scaled(
                kind,
                key,
                object.at("/spec/replicas").asInt(1),
                object.at("/status/replicas").asInt(0),
                Json.convert(object.at("/spec/selector"), LabelSelector.class));
    }

    private static double tolerance(ScalingRules rules) {
        Quantity tolerance = rules.tolerance();
        return tolerance == null ? USUAL_TOLERANCE : tolerance.amount().doubleValue();
    }

    private List<ObjectKey> changed(Informer.Delta<HorizontalPodAutoscaler> delta) {
        ObjectKey key = delta.object().key();
        if (delta.after() == null) {
            histories.remove(key);
        }
        HorizontalPodAutoscaler before = delta.before();
        HorizontalPodAutoscaler after = delta.after();
        boolean onlyStatus = before != null && after != null && before.spec().equals(after.spec());
        // Our own words are no reason to measure again before the period is over.
        return onlyStatus ? List.of() : List.of(key);
    }
}
