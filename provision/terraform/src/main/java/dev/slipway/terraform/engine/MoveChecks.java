package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.Resource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at `moved` blocks once it is known which instances there are. Belongs to one thread.
final class MoveChecks {
    private final PlanRun run;

    MoveChecks(PlanRun run) {
        this.run = run;
    }

    void tell(List<MoveStatements.Statement> statements) {
        for (MoveStatements.Statement each : statements) {
            for (ModuleValues module : run.modules(each.module())) {
                SourceRange still = declared(module, each.moved().from(), each.moved().to());
                if (still != null) {
                    stillThere(each, still);
                }
            }
        }
        List<StateMoves.Blocked> blocked = run.objects.blocked();
        if (!blocked.isEmpty()) {
            Diagnostics warning = new Diagnostics();
            warning.add(
                    Diagnostic.warning(
                            "Unresolved resource instance address changes",
                            "There is something in the state already where these should go:\n"
                                    + blocked.stream()
                                            .map(each -> "  - " + each.from() + " to " + each.to())
                                            .collect(Collectors.joining("\n"))
                                    + "\nThey stay where they are, and are destroyed if nothing"
                                    + " declares them. If that is not what you want, use the state"
                                    + " commands first.",
                            null));
            run.findings().addAll(warning);
        }
    }

    private void stillThere(MoveStatements.Statement statement, SourceRange still) {
        run.findings()
                .error(
                        "Moved object still exists",
                        "This statement says that "
                                + statement.moved().from()
                                + " moved, but it is still declared at "
                                + still
                                + ". Declare it as "
                                + statement.moved().to()
                                + " instead.",
                        statement.moved().range());
    }

    /// Where it is still declared; null if it is not.
    private @Nullable SourceRange declared(ModuleValues module, Target from, Target to) {
        return switch (from) {
            case Target.Module(ModuleInstance at) -> {
                ModuleInstance.Step last = at.steps().getLast();
                boolean whole = last.key() instanceof InstanceKey.None && isWhole(to);
                yield call(find(module, at.parent()), last, whole);
            }
            case Target.Resource(var path) ->
                    resource(module, path.module(), path.resource(), InstanceKey.NONE, isWhole(to));
            case Target.Instance(var address) ->
                    resource(
                            module,
                            address.module(),
                            address.resource().resource(),
                            address.key(),
                            false);
        };
    }

    private static @Nullable SourceRange call(
            @Nullable ModuleValues caller, ModuleInstance.Step step, boolean whole) {
        if (caller == null || !caller.isLoaded(step.name())) {
            return null;
        }
        boolean there = whole || hasInstance(caller.callExpansion(step.name()), step.key());
        ModuleCall call = caller.module().calls().get(step.name());
        return there && call != null ? call.range() : null;
    }

    /// Whether all instances are meant, whichever there are.
    private static boolean isWhole(Target target) {
        return switch (target) {
            case Target.Resource _ -> true;
            case Target.Instance _ -> false;
            case Target.Module(var module) ->
                    module.steps().getLast().key() instanceof InstanceKey.None;
        };
    }

    private @Nullable SourceRange resource(
            ModuleValues base,
            ModuleInstance inner,
            ResourceAddress address,
            InstanceKey key,
            boolean whole) {
        ModuleValues module = find(base, inner);
        Resource resource = module == null ? null : module.module().resources().get(address);
        if (module == null || resource == null) {
            return null;
        }
        return whole || hasInstance(run.expansion(module, resource), key) ? resource.range() : null;
    }

    private static boolean hasInstance(Expansion expansion, InstanceKey key) {
        return expansion.instances().containsKey(key);
    }

    private static @Nullable ModuleValues find(ModuleValues base, ModuleInstance inner) {
        ModuleValues at = base;
        for (ModuleInstance.Step step : inner.steps()) {
            boolean there =
                    at.isLoaded(step.name())
                            && hasInstance(at.callExpansion(step.name()), step.key());
            if (!there) {
                return null;
            }
            at = at.child(step.name(), step.key());
        }
        return at;
    }
}
