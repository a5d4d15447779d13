package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.config.Resource;
import java.util.Map;

/// `prevent_destroy`, which may be any expression. Stateless.
final class PreventDestroy {
    private PreventDestroy() {}

    /// What is not known yet protects all the same.
    static boolean holds(
            ModuleValues module,
            Resource resource,
            Map<String, Value> own,
            Diagnostics diagnostics) {
        Expression expression = resource.lifecycle().preventDestroy();
        if (expression == null) {
            return false;
        }
        Evaluation evaluation = module.evaluate(expression, own);
        diagnostics.addAll(evaluation.diagnostics());
        try {
            Value value = Conversion.convert(evaluation.value(), Type.Primitive.BOOL).unmarked();
            return !value.isKnown() || (!value.isNull() && Values.isTrue(value));
        } catch (ConversionException e) {
            diagnostics.error(
                    "Unsuitable value type",
                    "Unsuitable value for \"prevent_destroy\": " + e.getMessage() + ".",
                    expression.range());
            return true;
        }
    }

    static void refuse(InstanceAddress address, Resource resource, Diagnostics diagnostics) {
        diagnostics.error(
                "Instance cannot be destroyed",
                "Resource "
                        + address
                        + " has lifecycle.prevent_destroy set, but the plan calls for this resource"
                        + " to be destroyed. To avoid this error and continue with the plan, either"
                        + " disable lifecycle.prevent_destroy or reduce the scope of the plan using"
                        + " the -target option.",
                resource.range());
    }
}
