package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.CheckResult.Kind;
import dev.slipway.state.CheckResult.Status;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.config.Check;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.config.Variable;
import java.util.List;
import java.util.Map;

/// Checks what must hold. What does not is an error, but of `check` blocks, which only warn.
/// Belongs to one thread.
final class Conditions {
    private final ModuleValues module;
    private final Evaluations run;

    Conditions(ModuleValues module, Evaluations run) {
        this.module = module;
        this.run = run;
    }

    /// What is wrong is told at the place where the value is from.
    void checkVariable(Variable variable, Map<String, Value> own, SourceRange place) {
        String name = prefix() + "var." + variable.name();
        for (Condition each : variable.validations()) {
            check(each, own, Kind.INPUT_VARIABLE, name, name, "Invalid value for variable", place);
        }
    }

    void checkOutput(Output output) {
        String name = prefix() + "output." + output.name();
        for (Condition each : output.preconditions()) {
            check(
                    each,
                    Map.of(),
                    Kind.OUTPUT_VALUE,
                    name,
                    name,
                    "Module output value precondition failed",
                    each.condition().range());
        }
    }

    /// Whether all hold, as far as can be told.
    boolean checkResource(
            List<Condition> conditions,
            InstanceAddress address,
            Map<String, Value> own,
            String summary) {
        boolean good = true;
        for (Condition each : conditions) {
            good &=
                    check(
                            each,
                            own,
                            Kind.RESOURCE,
                            address.resource().config().toString(),
                            address.toString(),
                            summary,
                            each.condition().range());
        }
        return good;
    }

    /// All `check` blocks of a module and of those that it calls.
    static void checkBlocks(ModuleValues module, Evaluations run) {
        if (module.isPlayed()) {
            return;
        }
        module.module()
                .checks()
                .values()
                .forEach(each -> new Conditions(module, run).checkBlock(each));
        for (String call : module.callNames()) {
            if (module.isLoaded(call)) {
                module.callExpansion(call)
                        .instances()
                        .keySet()
                        .forEach(key -> checkBlocks(module.child(call, key), run));
            }
        }
    }

    private void checkBlock(Check check) {
        String name = prefix() + "check." + check.name();
        for (Condition each : check.assertions()) {
            check(
                    each,
                    Map.of(),
                    Kind.CHECK_BLOCK,
                    name,
                    name,
                    "Check block assertion failed",
                    each.condition().range());
        }
    }

    private String prefix() {
        return module.isRoot() ? "" : module + ".";
    }

    private boolean check(
            Condition condition,
            Map<String, Value> own,
            Kind kind,
            String block,
            String address,
            String summary,
            SourceRange place) {
        Evaluation evaluation = module.evaluate(condition.condition(), own);
        Diagnostics diagnostics = evaluation.diagnostics();
        String invalid =
                kind == Kind.INPUT_VARIABLE
                        ? "Invalid variable validation result"
                        : "Invalid condition result";
        Value value = truth(evaluation, condition, invalid, diagnostics);
        if (diagnostics.hasErrors()) {
            run.findings().addAll(diagnostics);
            run.checks().add(kind, block, address, Status.ERROR, List.of());
            return false;
        }
        if (!value.isKnown()) {
            run.checks().add(kind, block, address, Status.UNKNOWN, List.of());
            if (kind == Kind.CHECK_BLOCK && isOnlyUnknown()) {
                warn(
                        "Check block assertion known after apply",
                        "The condition could not be evaluated at this time, a result will be known"
                                + " when this plan is applied.",
                        place);
            }
            return true;
        }
        if (Values.isTrue(value)) {
            run.checks().add(kind, block, address, Status.PASS, List.of());
            return true;
        }
        String message = message(condition, own);
        run.checks().add(kind, block, address, Status.FAIL, List.of(message));
        boolean warns = kind == Kind.CHECK_BLOCK;
        if (warns) {
            warn(summary, message, place);
        } else {
            run.findings().error(summary, message, place);
        }
        return warns;
    }

    /// Whether it is not for something that went wrong that nothing is known. Nothing depends on an
    /// output.
    private boolean isOnlyUnknown() {
        boolean outputFails = run.checks().fails(Kind.OUTPUT_VALUE);
        boolean otherFails =
                run.checks().fails(Kind.RESOURCE) || run.checks().fails(Kind.INPUT_VARIABLE);
        return !run.findings().hasErrors() || (outputFails && !otherFails);
    }

    private void warn(String summary, String detail, SourceRange place) {
        Diagnostics warning = new Diagnostics();
        warning.add(Diagnostic.warning(summary, detail, place));
        run.findings().addAll(warning);
    }

    private static Value truth(
            Evaluation evaluation, Condition condition, String invalid, Diagnostics diagnostics) {
        try {
            Value value = Conversion.convert(evaluation.value(), Type.Primitive.BOOL).unmarked();
            if (value.isNull()) {
                diagnostics.error(
                        invalid,
                        "Condition expression must return either true or false, not null.",
                        condition.condition().range());
            }
            return value;
        } catch (ConversionException e) {
            diagnostics.error(
                    invalid,
                    "Invalid condition result value: " + e.getMessage() + ".",
                    condition.condition().range());
            return Value.unknown(Type.Primitive.BOOL);
        }
    }

    private String message(Condition condition, Map<String, Value> own) {
        Evaluation evaluation = module.evaluate(condition.errorMessage(), own);
        run.findings().addAll(evaluation.diagnostics());
        Value value = evaluation.value();
        if (Values.deepMarks(value).contains(Mark.SENSITIVE)) {
            return "The error message included a sensitive value, so it will not be displayed.";
        }
        try {
            Value text = Conversion.convert(value, Type.Primitive.STRING).unmarked();
            return text.isKnown() && !text.isNull()
                    ? Values.text(text).strip()
                    : "The error message is not known yet.";
        } catch (ConversionException e) {
            return "The error message is no text: " + e.getMessage() + ".";
        }
    }
}
