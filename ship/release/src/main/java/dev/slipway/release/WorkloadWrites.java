package dev.slipway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes what a release changes on workloads of one kind: images and annotations, nothing else.
/// Reads the workload itself first, not a copy that may be behind. Thread-safe.
final class WorkloadWrites {
    private final Resources<RawResource> resources;

    WorkloadWrites(Cluster cluster, Kind<?> kind) {
        resources = cluster.resources(kind.raw());
    }

    /// Sets images, provided that nobody changes the workload meanwhile, and that they are those of
    /// `tried` if that is not null.
    void images(ObjectKey key, @Nullable ObjectNode tried, ObjectNode wanted) {
        RawResource workload = resources.find(key).orElse(null);
        if (workload == null) {
            return;
        }
        JsonNode template = workload.tree().at("/spec/template");
        boolean isTheirs = tried != null && !Images.state(template, tried).equals(tried);
        ObjectNode change = isTheirs ? null : Images.change(template, wanted);
        if (change == null) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", workload.metadata().resourceVersion());
        patch.putObject("spec").putObject("template").set("spec", change);
        resources.patch(key, new Patch.MergePatch(patch));
    }

    /// Sets an annotation, or removes it if `value` is null.
    void annotate(ObjectKey key, String name, @Nullable String value) {
        RawResource workload = resources.find(key).orElse(null);
        if (workload == null) {
            return;
        }
        Map<String, String> present = workload.metadata().annotations();
        boolean same = value == null ? !present.containsKey(name) : value.equals(present.get(name));
        if (same) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
        annotations.put(name, value);
        resources.patch(key, new Patch.MergePatch(patch));
    }
}
