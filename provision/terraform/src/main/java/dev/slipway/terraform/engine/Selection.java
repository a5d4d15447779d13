package dev.slipway.terraform.engine;

import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.config.ReferenceGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which instances a run is about: those targeted with all that they need, without those excluded
/// and all that need them. Immutable.
final class Selection {
    private final List<Target> targets;
    private final List<Target> excludes;
    private final Set<ConfigResource> needed = new HashSet<>();
    private final Set<ConfigResource> withheld = new HashSet<>();

    Selection(
            List<Target> targets,
            List<Target> excludes,
            ReferenceGraph graph,
            Set<ConfigResource> all) {
        this.targets = targets;
        this.excludes = excludes;
        for (ConfigResource each : all) {
            if (targets.stream().anyMatch(target -> isIn(each, target))) {
                needed.addAll(graph.dependencies(each));
            }
        }
        for (ConfigResource each : all) {
            boolean whole =
                    excludes.stream()
                            .anyMatch(target ->
                                    !(target instanceof Target.Instance) && isIn(each, target));
            if (whole) {
                for (Node node : graph.dependents(List.of(new Node.OfResource(each)))) {
                    if (node instanceof Node.OfResource(ConfigResource other)
                            && !other.equals(each)) {
                        withheld.add(other);
                    }
                }
            }
        }
    }

    private static boolean isIn(ConfigResource resource, Target target) {
        return switch (target) {
            case Target.Module(var module) -> startsWith(resource.module(), module.path());
            case Target.Resource(var path) -> path.config().equals(resource);
            case Target.Instance(var address) -> address.resource().config().equals(resource);
        };
    }

    private static boolean startsWith(ModulePath path, ModulePath start) {
        return path.startsWith(start);
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
                || needed.contains(resource)
                || targets.stream().anyMatch(each -> each.covers(address));
    }
}
