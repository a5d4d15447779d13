package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.source.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/// Reads `validation`, `precondition`, `postcondition` and `assert` blocks. Belongs to one thread.
final class ConditionReader {
    private final Diagnostics diagnostics;

    ConditionReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    List<Condition> read(List<Content.Block> blocks) {
        List<Condition> conditions = new ArrayList<>();
        for (Content.Block block : blocks) {
            Content.Found found = block.body().read(Schemas.CONDITION, diagnostics);
            Content.Attribute condition = found.attributes().get("condition");
            Content.Attribute message = found.attributes().get("error_message");
            // Variables are told apart from what is about them, too: see below.
            boolean refers =
                    condition == null
                            || refersToSomething(block, condition)
                            || block.type().equals("validation");
            if (condition != null && message != null && refers) {
                conditions.add(
                        new Condition(
                                condition.expression(), message.expression(), block.header()));
            }
        }
        return conditions;
    }

    /// What refers to nothing always comes out the same.
    private boolean refersToSomething(Content.Block block, Content.Attribute condition) {
        boolean refers = !References.of(condition.expression()).isEmpty();
        if (!refers) {
            diagnostics.error(
                    "Invalid " + block.type() + " expression",
                    "The condition expression must refer to at least one object from elsewhere in"
                            + " the configuration, or else its result would not be checking"
                            + " anything.",
                    condition.expression().range());
        }
        return refers;
    }

    /// Conditions of a variable must refer to it.
    void checkRefersTo(List<Condition> validations, String variable) {
        for (Condition validation : validations) {
            boolean refers = false;
            for (Reference reference : References.of(validation.condition())) {
                refers |= reference.toString().startsWith("var." + variable);
            }
            if (!refers) {
                diagnostics.error(
                        "Invalid variable validation condition",
                        "The condition for variable \""
                                + variable
                                + "\" must refer to var."
                                + variable
                                + " in order to test incoming values.",
                        validation.condition().range());
            }
        }
    }
}
