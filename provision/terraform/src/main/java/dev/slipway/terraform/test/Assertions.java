package dev.slipway.terraform.test;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.engine.Inspection;
import dev.slipway.terraform.json.TestJson.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks the assertions of one run while its values can still be seen. Belongs to one thread.
final class Assertions implements Inspection {
    private static final String UNKNOWN =
            "Condition expression could not be evaluated at this time. This means you have executed"
                    + " a `run` block with `command = plan` and one of the values your condition"
                    + " depended on is not known until after the plan has been applied. Either"
                    + " remove this value from your condition, or execute an `apply` command from"
                    + " this `run` block. Alternatively, if there is an override for this value,"
                    + " you can make it available during the plan phase by setting `override_during"
                    + " = plan` in the `override_` block.";

    private final List<Condition> conditions;
    private final Map<String, Value> own = new TreeMap<>();
    private final List<Diagnostic> said = new ArrayList<>();
    private Status status = Status.PASS;
    private @Nullable Value outputs;

    /// @param runs the outputs of the runs before, by their names
    Assertions(List<Condition> conditions, Value runs) {
        this.conditions = conditions;
        own.put("run", runs);
    }

    List<Diagnostic> said() {
        return said;
    }

    /// Failed if something does not hold, an error if that cannot be told.
    Status status() {
        return status;
    }

    /// What the outputs are; null if it was never looked at.
    @Nullable Value outputs() {
        return outputs;
    }

    @Override
    public void inspect(Root root) {
        Value now = root.outputs();
        outputs = now;
        own.put("output", now);
        conditions.forEach(each -> check(each, root));
    }

    private void check(Condition condition, Root root) {
        Evaluation evaluation = root.evaluate(condition.condition(), own);
        if (evaluation.diagnostics().hasErrors()) {
            broken(evaluation.diagnostics().list());
            return;
        }
        Evaluation message = root.evaluate(condition.errorMessage(), own);
        if (message.diagnostics().hasErrors()) {
            broken(message.diagnostics().list());
            return;
        }
        try {
            Value value = Conversion.convert(evaluation.value(), Type.Primitive.BOOL).unmarked();
            if (value.isNull()) {
                broken(
                        wrong(
                                "Invalid condition run",
                                "Condition expression must return either true or false, not null.",
                                condition,
                                root));
            } else if (!value.isKnown()) {
                broken(wrong("Unknown condition value", UNKNOWN, condition, root));
            } else if (!Values.isTrue(value)) {
                String text = text(message.value(), condition);
                said.addAll(wrong("Test assertion failed", text, condition, root));
                status = status == Status.ERROR ? Status.ERROR : Status.FAIL;
            }
        } catch (ConversionException e) {
            broken(
                    wrong(
                            "Invalid condition run",
                            "Invalid condition run value: " + e.getMessage() + ".",
                            condition,
                            root));
        }
    }

    private void broken(List<Diagnostic> why) {
        said.addAll(why);
        status = Status.ERROR;
    }

    private List<Diagnostic> wrong(String summary, String detail, Condition condition, Root root) {
        return List.of(
                Diagnostic.error(summary, detail, condition.condition().range())
                        .withNotes(root.notes(condition.condition(), own)));
    }

    /// What people are told; not if it is secret.
    private String text(Value value, Condition condition) {
        Diagnostics problems = new Diagnostics();
        String text = "";
        if (Values.deepMarks(value).contains(Mark.SENSITIVE)) {
            said.add(
                    Diagnostic.warning(
                            "Error message refers to sensitive values",
                            "The error expression used to explain this condition refers to"
                                    + " sensitive values, so Terraform will not display the"
                                    + " resulting message.\n\nYou can correct this by removing"
                                    + " references to sensitive values, or by carefully using the"
                                    + " nonsensitive() function if the expression will not reveal"
                                    + " the sensitive data.",
                            condition.errorMessage().range()));
            return text;
        }
        try {
            Value converted = Conversion.convert(value, Type.Primitive.STRING).unmarked();
            if (converted instanceof Value.Text(String told)) {
                return told.strip();
            }
            problems.error(
                    "Invalid error message",
                    "The error message is "
                            + (converted.isNull() ? "null" : "not known yet")
                            + " (expected: a text).",
                    condition.errorMessage().range());
        } catch (ConversionException e) {
            problems.error(
                    "Invalid error message",
                    "Unsuitable value for error message: " + e.getMessage() + ".",
                    condition.errorMessage().range());
        }
        said.addAll(problems.list());
        return text;
    }
}
