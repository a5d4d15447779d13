package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `replace_triggered_by`: whether something it names is planned to change. Belongs to one thread.
final class Triggers {
    private final PlanRun run;
    private final ModuleValues module;
    private final Resource resource;
    private final Map<String, Value> own;

    Triggers(PlanRun run, ModuleValues module, Resource resource, Map<String, Value> own) {
        this.run = run;
        this.module = module;
        this.resource = resource;
        this.own = own;
    }

    boolean fired(Diagnostics diagnostics) {
        boolean fired = false;
        for (Expression each : resource.lifecycle().replaceTriggeredBy()) {
            fired |= fired(each, diagnostics);
        }
        return fired;
    }

    private boolean fired(Expression expression, Diagnostics diagnostics) {
        List<Object> parts = new ArrayList<>();
        if (!collect(expression, parts, diagnostics) || parts.size() < 2) {
            return false;
        }
        Resource named =
                module.module()
                        .resources()
                        .get(
                                ResourceAddress.managed(
                                        parts.get(0).toString(), parts.get(1).toString()));
        if (named == null) {
            diagnostics.error(
                    "Invalid replace_triggered_by expression",
                    "Only managed resources of the same module, their instances and their"
                            + " attributes can trigger a replacement.",
                    expression.range());
            return false;
        }
        InstanceKey key = parts.size() > 2 && parts.get(2) instanceof InstanceKey k ? k : null;
        ValuePath path = path(parts.subList(key == null ? 2 : 3, parts.size()));
        for (InstanceKey each : run.expansion(module, named).instances().keySet()) {
            if ((key == null || key.equals(each)) && changes(named, each, path)) {
                return true;
            }
        }
        return false;
    }

    private boolean changes(Resource named, InstanceKey key, ValuePath path) {
        ResourceChange change = run.instance(module, named, key).change();
        if (change == null || change.action() == Action.NOOP || change.action() == Action.CREATE) {
            return false;
        }
        if (path.steps().isEmpty()) {
            return true;
        }
        Value before = path.in(change.change().before());
        Value after = path.in(change.change().after());
        return before == null ? after != null : !before.equals(after);
    }

    private static ValuePath path(List<Object> parts) {
        ValuePath path = ValuePath.ROOT;
        for (Object part : parts) {
            path =
                    switch (part) {
                        case InstanceKey key -> path.index(key.value());
                        default -> path.attribute(part.toString());
                    };
        }
        return path;
    }

    /// The names and keys of a reference, whose keys may be expressions such as `each.key`.
    private boolean collect(Expression expression, List<Object> parts, Diagnostics diagnostics) {
        switch (expression) {
            case Expression.Variable variable -> parts.add(variable.name());
            case Expression.GetAttribute get -> {
                if (!collect(get.object(), parts, diagnostics)) {
                    return false;
                }
                parts.add(get.name());
            }
            case Expression.Index index -> {
                if (!collect(index.collection(), parts, diagnostics)) {
                    return false;
                }
                InstanceKey key = key(index.key(), diagnostics);
                if (key == null) {
                    return false;
                }
                parts.add(key);
            }
            default -> {
                diagnostics.error(
                        "Invalid replace_triggered_by expression",
                        "A reference to a resource, an instance or an attribute is required.",
                        expression.range());
                return false;
            }
        }
        return true;
    }

    private @Nullable InstanceKey key(Expression expression, Diagnostics diagnostics) {
        Evaluation evaluation = module.evaluate(expression, own);
        diagnostics.addAll(evaluation.diagnostics());
        return switch (evaluation.value().unmarked()) {
            case Value.Text(String text) -> InstanceKey.of(text);
            case Value.Numeric(BigFloat number) -> {
                Long exact = number.toLongExact();
                yield exact == null || exact < 0 ? null : InstanceKey.of(exact);
            }
            default -> null;
        };
    }
}
