package dev.slipway.state;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ResourcePath;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A state at one moment. `lineage` tells histories apart and `serial` counts within one.
/// Immutable.
public record State(
        String terraformVersion,
        long serial,
        String lineage,
        SortedMap<String, Output> outputs,
        SortedMap<ResourcePath, ResourceState> resources,
        List<CheckResult> checks) {
    /// A root module's output. The value carries no marks.
    public record Output(Value value, boolean sensitive) {
        public Output {
            requireNonNull(value, "value");
        }
    }

    public State {
        requireNonNull(terraformVersion, "terraformVersion");
        requireNonNull(lineage, "lineage");
        SortedMap<String, Output> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
        sorted.putAll(outputs);
        outputs = Collections.unmodifiableSortedMap(sorted);
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        checks = List.copyOf(checks);
    }

    /// Nothing yet, in a history of its own.
    public static State empty(String terraformVersion, String lineage) {
        return new State(terraformVersion, 0, lineage, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    public boolean isEmpty() {
        return resources.isEmpty() && outputs.isEmpty();
    }

    public @Nullable ResourceState resource(ResourcePath path) {
        return resources.get(path);
    }

    public @Nullable InstanceState instance(InstanceAddress address) {
        ResourceState resource = resources.get(address.resource());
        return resource == null ? null : resource.instances().get(address.key());
    }
}
