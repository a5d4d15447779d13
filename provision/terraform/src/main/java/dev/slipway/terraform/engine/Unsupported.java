package dev.slipway.terraform.engine;

import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Resource;

/// Refuses, before anything is planned, provisioners that there are not: they would fail when the
/// object is there.
final class Unsupported {
    private Unsupported() {}

    static void tell(PlanRun run) {
        tell(run, run.root);
    }

    private static void tell(PlanRun run, ConfigTree tree) {
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
}
