package dev.slipway.terraform.engine;

import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.config.ReferenceGraph;
import dev.slipway.terraform.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which instances a run is about. When things are made, those targeted with all that they need,
/// without those excluded and all that need them; when they are destroyed, the other way round.
/// Immutable.
final class Selection {
    private final List<Target> targets;
    private final List<Target> excludes;
    private final ReferenceGraph graph;
    private final Set<ConfigResource> added = new HashSet<>();
    private final Set<ConfigResource> withheld = new HashSet<>();
    private final Set<ModulePath> modules = new HashSet<>();

    /// `kept` are the objects of the state with what they needed when they were made.
    Selection(
            PlanOptions options,
            ReferenceGraph graph,
            Set<ConfigResource> declared,
            Map<ConfigResource, Set<ConfigResource>> kept) {
        this.targets = options.targets();
        this.excludes = options.excludes();
        this.graph = graph;
        if (isWhole()) {
            return;
        }
        Set<ConfigResource> all = new HashSet<>(declared);
        all.addAll(kept.keySet());
        boolean destroys = options.mode() == Plan.Mode.DESTROY;
        for (ConfigResource each : all) {
            if (targets.stream().anyMatch(target -> isIn(each, target))) {
                added.addAll(destroys ? dependents(each, kept) : dependencies(each, kept));
            }
            boolean whole = excludes.stream().anyMatch(target -> isWhollyIn(each, target));
            if (whole || (destroys && excludes.stream().anyMatch(at -> isIn(each, at)))) {
                withheld.addAll(destroys ? dependencies(each, kept) : dependents(each, kept));
            }
        }
        for (ConfigResource each : all) {
            if (mayContain(each)) {
                for (ModulePath at = each.module(); !at.isRoot(); at = at.parent()) {
                    modules.add(at);
                }
            }
        }
    }

    private Set<ConfigResource> dependencies(
            ConfigResource resource, Map<ConfigResource, Set<ConfigResource>> kept) {
        Set<ConfigResource> all = new HashSet<>(graph.dependencies(resource));
        all.addAll(kept.getOrDefault(resource, Set.of()));
        return all;
    }

    private Set<ConfigResource> dependents(
            ConfigResource resource, Map<ConfigResource, Set<ConfigResource>> kept) {
        Set<ConfigResource> all = new HashSet<>();
        for (Node node : graph.dependents(List.of(new Node.OfResource(resource)))) {
            if (node instanceof Node.OfResource(ConfigResource other) && !other.equals(resource)) {
                all.add(other);
            }
        }
        kept.forEach((other, needed) -> {
            if (needed.contains(resource)) {
                all.add(other);
            }
        });
        return all;
    }

    private static boolean isIn(ConfigResource resource, Target target) {
        return switch (target) {
            case Target.Module(var module) -> resource.module().startsWith(module.path());
            case Target.Resource(var path) -> path.config().equals(resource);
            case Target.Instance(var address) -> address.resource().config().equals(resource);
        };
    }

    private static boolean isWhollyIn(ConfigResource resource, Target target) {
        boolean every =
                switch (target) {
                    case Target.Module(var module) -> isWithoutKeys(module);
                    case Target.Resource(var path) -> isWithoutKeys(path.module());
                    case Target.Instance _ -> false;
                };
        return every && isIn(resource, target);
    }

    private static boolean isWithoutKeys(ModuleInstance module) {
        return module.steps().stream().allMatch(step -> step.key() instanceof InstanceKey.None);
    }

    boolean isWhole() {
        return targets.isEmpty() && excludes.isEmpty();
    }

    boolean contains(InstanceAddress address) {
        ConfigResource resource = address.resource().config();
        if (withheld.contains(resource)
                || excludes.stream().anyMatch(each -> each.covers(address))) {
            return false;
        }
        return targets.isEmpty()
                || added.contains(resource)
                || targets.stream().anyMatch(each -> each.covers(address));
    }

    /// Whether instances of a resource can be among them, whichever there are.
    boolean mayContain(ConfigResource resource) {
        if (withheld.contains(resource)
                || excludes.stream().anyMatch(each -> isWhollyIn(resource, each))) {
            return false;
        }
        return targets.isEmpty()
                || added.contains(resource)
                || targets.stream().anyMatch(each -> isIn(resource, each));
    }

    /// Whether anything in a module, or below it, can be among them.
    boolean mayContain(ModulePath module) {
        return isWhole() || modules.contains(module);
    }

    /// Whether everything that an output of the root module needs is among them.
    boolean containsOutput(String name) {
        return isWhole()
                || graph.reachable(List.of(new Node.OfOutput(ModulePath.ROOT, name))).stream()
                        .allMatch(node ->
                                !(node instanceof Node.OfResource(ConfigResource each))
                                        || mayContain(each));
    }
}
