package dev.slipway.server.install;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Brings the manifests into a cluster. What is there already and bears our label is brought up to
/// date; what somebody else has installed, such as Argo Rollouts, is left as it is.
public final class Installer {
    /// What became of one object.
    public enum Outcome {
        CREATED,
        UPDATED,
        /// It is somebody else's.
        LEFT
    }

    /// One object, as `customresourcedefinition rollouts.argoproj.io`, and what became of it.
    public record Installed(String object, Outcome outcome) {}

    private static final Map<String, Kind<RawResource>> KINDS =
            Map.of(
                    CustomResources.KIND,
                    Kind.clusterWide(
                            CustomResources.API_VERSION,
                            CustomResources.KIND,
                            "customresourcedefinitions",
                            RawResource.class),
                    "Namespace",
                    Kinds.NAMESPACE.raw(),
                    "ServiceAccount",
                    Kinds.SERVICE_ACCOUNT.raw(),
                    "ClusterRole",
                    Kinds.CLUSTER_ROLE.raw(),
                    "ClusterRoleBinding",
                    Kinds.CLUSTER_ROLE_BINDING.raw());

    private final Cluster cluster;

    public Installer(Cluster cluster) {
        this.cluster = requireNonNull(cluster, "cluster");
    }

    /// Throws [ApiException] at the first object that the cluster refuses.
    public List<Installed> install(List<RawResource> objects) {
        List<Installed> installed = new ArrayList<>();
        for (RawResource object : objects) {
            String name = object.type().kind() + " " + object.key().name();
            installed.add(new Installed(name, install(object)));
        }
        return installed;
    }

    private Outcome install(RawResource object) {
        Kind<RawResource> kind = KINDS.get(object.type().kind());
        if (kind == null) {
            throw new IllegalArgumentException("kind: " + object.type() + " (expected: ours)");
        }
        Resources<RawResource> resources = cluster.resources(kind);
        RawResource existing = resources.find(object.key()).orElse(null);
        if (existing == null) {
            resources.create(object);
            return Outcome.CREATED;
        }
        String owner = existing.metadata().labels().getOrDefault(Ownership.LABEL, "");
        if (!owner.equals(Ownership.VALUE)) {
            return Outcome.LEFT;
        }
        ObjectNode change = Json.object();
        object.tree()
                .properties()
                .forEach(field -> {
                    if (!field.getKey().equals("metadata")) {
                        change.set(field.getKey(), field.getValue());
                    }
                });
        resources.patch(object.key(), new Patch.MergePatch(change));
        return Outcome.UPDATED;
    }
}
