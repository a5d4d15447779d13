package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An instance of a module: `module.network["eu"].module.subnets[0]`. The root module's is empty.
public record ModuleInstance(List<Step> steps) implements Comparable<ModuleInstance> {
    public static final ModuleInstance ROOT = new ModuleInstance(List.of());

    /// One call, and which of its instances.
    public record Step(String name, InstanceKey key) implements Comparable<Step> {
        public Step {
            requireNonNull(name, "name");
            requireNonNull(key, "key");
        }

        @Override
        public int compareTo(Step other) {
            int byName = CodePointOrder.INSTANCE.compare(name, other.name);
            return byName != 0 ? byName : key.compareTo(other.key);
        }

        @Override
        public String toString() {
            return "module." + name + key;
        }
    }

    public ModuleInstance {
        steps = List.copyOf(steps);
    }

    /// The instance without any keys.
    public static ModuleInstance of(ModulePath path) {
        return new ModuleInstance(
                path.names().stream().map(name -> new Step(name, InstanceKey.NONE)).toList());
    }

    public boolean isRoot() {
        return steps.isEmpty();
    }

    public ModuleInstance child(String name, InstanceKey key) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Step(name, key));
        return new ModuleInstance(longer);
    }

    /// The instance that calls this one.
    public ModuleInstance parent() {
        return new ModuleInstance(steps.subList(0, steps.size() - 1));
    }

    public ModulePath path() {
        return new ModulePath(steps.stream().map(Step::name).toList());
    }

    public boolean startsWith(ModuleInstance other) {
        return steps.size() >= other.steps.size()
                && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    /// The root module first, then by depth and name, as Terraform lists them.
    @Override
    public int compareTo(ModuleInstance other) {
        int byDepth = Integer.compare(steps.size(), other.steps.size());
        if (byDepth != 0) {
            return byDepth;
        }
        for (int i = 0; i < steps.size(); i++) {
            int byStep = steps.get(i).compareTo(other.steps.get(i));
            if (byStep != 0) {
                return byStep;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("."));
    }
}
