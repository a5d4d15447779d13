package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Expectations;
import dev.slipway.controller.Informer;
import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Creates and deletes the pods of an owner so that nothing happens twice even though the cache is
/// stale: what was asked for is expected until it is seen, and the names of new pods follow from
/// the pods that were seen, so that a repeated decision meets its own pods. Thread-safe.
final class PodControl {
    private static final int SUFFIX_LENGTH = 5;
    private static final int NAME_LENGTH_MAX = 253;
    private static final int NAME_ATTEMPTS = 10;

    private final Kind<?> ownerKind;
    private final Resources<RawResource> creations;
    private final Resources<Pod> pods;
    private final Expectations expectations;
    private final EventRecorder events;
    private final SlowStart slowStart;

    PodControl(Kind<?> ownerKind, Cluster cluster, Informer<Pod> informer, WorkloadTools tools) {
        this.ownerKind = ownerKind;
        this.creations = cluster.resources(Kinds.POD.raw());
        this.pods = cluster.resources(Kinds.POD);
        this.expectations = new Expectations(tools.time());
        this.events = tools.events();
        this.slowStart = new SlowStart(tools.executor());
        informer.addListener(this::observe);
    }

    /// Whether all that was asked for on behalf of this owner is visible.
    boolean settled(String ownerUid) {
        return expectations.settled(ownerUid);
    }

    void forget(String ownerUid) {
        expectations.forget(ownerUid);
    }

    /// The names of `count` new pods: the same for the same owner and the same pods seen.
    static List<String> names(Resource owner, String prefix, List<Pod> seen, int count) {
        StringBuilder state = new StringBuilder(owner.metadata().storedUid());
        for (Pod pod : seen) {
            state.append(' ').append(pod.metadata().uid());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + suffix(state + " " + i));
        }
        return names;
    }

    /// Creates one pod for each name, in growing batches; `template` gives the template of the
    /// i-th. Returns the first failure, after which nothing more is tried, or null.
    @Nullable ApiException create(
            Resource owner, List<String> names, Function<Integer, ObjectNode> template)
            throws InterruptedException {
        return slowStart.run(names.size(), i -> create(owner, names.get(i), template.apply(i)));
    }

    /// Deletes the pods. Returns the first failure, or null.
    @Nullable ApiException delete(Resource owner, List<Pod> victims) throws InterruptedException {
        return slowStart.runAll(victims.size(), i -> delete(owner, victims.get(i)));
    }

    private void create(Resource owner, String name, ObjectNode template) {
        String ownerUid = owner.metadata().storedUid();
        String candidate = name;
        for (int attempt = 1; attempt <= NAME_ATTEMPTS; attempt++) {
            ObjectKey key = new ObjectKey(owner.key().namespace(), candidate);
            expectations.expectCreation(ownerUid, key);
            try {
                creations.create(
                        RawResource.of(
                                PodTemplates.pod(template, key, ownerKind, owner.metadata())));
                events.normal(ownerKind, owner, "SuccessfulCreate", "Created pod: " + candidate);
                return;
            } catch (ApiException e) {
                if (exists(ownerUid, key, e)) {
                    return;
                }
                expectations.settleCreation(ownerUid, key);
                if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                    events.warning(
                            ownerKind, owner, "FailedCreate", "Error creating: " + e.getMessage());
                    throw e;
                }
                // The name belongs to somebody else.
                candidate = name.substring(0, name.length() - SUFFIX_LENGTH) + suffix(candidate);
            }
        }
        throw new ApiException(
                ApiException.Reason.CONFLICT,
                "No free name like " + name + " in " + NAME_ATTEMPTS + " attempts");
    }

    /// Whether the pod is there after all: created by an earlier attempt that the cache does not
    /// show, or by this one although the answer was lost. Then it is still expected to be seen.
    private boolean exists(String ownerUid, ObjectKey key, ApiException failure) {
        return switch (failure.reason()) {
            case ALREADY_EXISTS, UNAVAILABLE, TIMEOUT, INTERNAL -> isOurs(ownerUid, key);
            default -> false;
        };
    }

    private boolean isOurs(String ownerUid, ObjectKey key) {
        return pods.find(key)
                .filter(pod -> pod.metadata().isControlledBy(ownerUid))
                .filter(Pods::isActive)
                .isPresent();
    }

    private void delete(Resource owner, Pod victim) {
        String ownerUid = owner.metadata().storedUid();
        String uid = victim.metadata().storedUid();
        expectations.expectDeletion(ownerUid, uid);
        try {
            pods.delete(victim.key(), DeleteOptions.ofUid(uid));
            events.normal(
                    ownerKind, owner, "SuccessfulDelete", "Deleted pod: " + victim.key().name());
        } catch (ApiException e) {
            expectations.settleDeletion(ownerUid, uid);
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                events.warning(
                        ownerKind, owner, "FailedDelete", "Error deleting: " + e.getMessage());
                throw e;
            }
        }
    }

    private void observe(Informer.Delta<Pod> delta) {
        Pod pod = delta.object();
        OwnerReference owner = pod.metadata().controller();
        if (owner == null || !owner.kind().equals(ownerKind.type().kind())) {
            return;
        }
        expectations.settleCreation(owner.uid(), pod.key());
        if (delta.after() == null || pod.metadata().isBeingDeleted()) {
            expectations.settleDeletion(owner.uid(), pod.metadata().storedUid());
        }
    }

    /// Room for the suffix is made at the end of long names.
    static String prefix(String ownerName) {
        int longest = NAME_LENGTH_MAX - SUFFIX_LENGTH - 1;
        return (ownerName.length() <= longest ? ownerName : ownerName.substring(0, longest)) + "-";
    }

    private static String suffix(String seed) {
        return TemplateHash.of(TextNode.valueOf(seed), 0).substring(0, SUFFIX_LENGTH);
    }
}
