package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Refactorings.Removed;
import dev.slipway.terraform.config.Resource;
import org.jspecify.annotations.Nullable;

/// Refuses `removed` blocks of what is declared. Stateless.
final class RemovedChecks {
    private RemovedChecks() {}

    static void tell(ConfigTree tree, Findings findings) {
        for (Removed each : tree.module().refactorings().removed()) {
            SourceRange still = declared(tree, each.from());
            if (still != null) {
                findings.error(
                        "Removed "
                                + (each.from() instanceof Target.Module ? "module" : "resource")
                                + " still exists",
                        "This statement declares that "
                                + each.from()
                                + " was removed, but it is declared. Remove either of them.",
                        still);
            }
        }
        tree.children().values().forEach(child -> tell(child, findings));
    }

    private static @Nullable SourceRange declared(ConfigTree tree, Target from) {
        return switch (from) {
            case Target.Module(ModuleInstance module) -> {
                ConfigTree parent = find(tree, module.parent());
                ModuleCall call =
                        parent == null
                                ? null
                                : parent.module().calls().get(module.steps().getLast().name());
                yield call == null ? null : call.range();
            }
            case Target.Resource(var path) -> {
                ConfigTree module = find(tree, path.module());
                Resource resource =
                        module == null ? null : module.module().resources().get(path.resource());
                yield resource == null ? null : resource.range();
            }
            case Target.Instance _ -> null;
        };
    }

    private static @Nullable ConfigTree find(ConfigTree tree, ModuleInstance inner) {
        ConfigTree at = tree;
        for (ModuleInstance.Step step : inner.steps()) {
            at = at == null ? null : at.children().get(step.name());
        }
        return at;
    }
}
