package dev.slipway.terraform.engine;

import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Refactorings.Removed;
import java.util.ArrayList;
import java.util.List;

/// The `removed` blocks that are about an object. Stateless.
final class RemovedObjects {
    private RemovedObjects() {}

    /// A block, and the instance of the module that it stands in.
    record Statement(Removed block, ModuleInstance module) {}

    /// The outermost come first.
    static List<Statement> of(ConfigTree root, InstanceAddress address) {
        List<Statement> found = new ArrayList<>();
        ConfigTree tree = root;
        List<ModuleInstance.Step> steps = address.module().steps();
        for (int depth = 0; tree != null; depth++) {
            ModuleInstance inner = new ModuleInstance(steps.subList(depth, steps.size()));
            InstanceAddress relative =
                    address.resource().resource().in(inner).instance(address.key());
            for (Removed each : tree.module().refactorings().removed()) {
                if (each.from().covers(relative)) {
                    found.add(new Statement(each, new ModuleInstance(steps.subList(0, depth))));
                }
            }
            tree = depth < steps.size() ? tree.children().get(steps.get(depth).name()) : null;
        }
        return found;
    }
}
