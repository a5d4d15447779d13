package dev.slipway.terraform.engine;

import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Refactorings.Import;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Plan;
import org.jspecify.annotations.Nullable;

/// Refuses, before anything is planned, what would otherwise be understood wrongly: objects to be
/// imported would be made, and provisioners that there are not would fail when the object is there.
final class Unsupported {
    private Unsupported() {}

    static void tell(PlanRun run) {
        tell(run, run.root);
    }

    private static void tell(PlanRun run, ConfigTree tree) {
        for (Import each : tree.module().refactorings().imports()) {
            ResourcePath path = path(each);
            boolean there =
                    path != null
                            && run.objects.addresses().stream()
                                    .anyMatch(address -> address.resource().equals(path));
            if (run.options.mode() == Plan.Mode.NORMAL && !there) {
                run.findings()
                        .error(
                                "Import is not supported yet",
                                "Import the object with terraform first; after that the block"
                                        + " changes nothing.",
                                each.range());
            }
        }
        for (Resource resource : tree.module().resources().values()) {
            for (Provisioner each : resource.provisioners()) {
                if (!each.type().equals("local-exec")) {
                    run.findings()
                            .error(
                                    "Unsupported provisioner type",
                                    "There is no provisioner \""
                                            + each.type()
                                            + "\" yet; there is \"local-exec\".",
                                    each.range());
                }
            }
        }
        tree.children().values().forEach(child -> tell(run, child));
    }

    private static @Nullable ResourcePath path(Import block) {
        try {
            return switch (Addresses.target(block.to())) {
                case Target.Resource(ResourcePath path) -> path;
                case Target.Instance(var address) -> address.resource();
                case Target.Module(ModuleInstance _) -> null;
            };
        } catch (AddressException e) {
            return null;
        }
    }
}
