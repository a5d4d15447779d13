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

    /// What a condition is about: the block in the configuration and one instance of it, and what
    /// is told when it does not hold.
    private record About(Kind kind, String block, String address, String summary) {}

    Conditions(ModuleValues module, Evaluations run) {
        this.module = module;
        this.run = run;
    }

    /// What is wrong is told at the place where the value is from.
    void checkVariable(Variable variable, Map<String, Value> own, SourceRange place) {
        About about =
                about(Kind.INPUT_VARIABLE, "var." + variable.name(), "Invalid value for variable");
        for (Condition each : variable.validations()) {
            check(each, own, about, place);
        }
    }

    void checkOutput(Output output) {
        About about =
                about(
                        Kind.OUTPUT_VALUE,
                        "output." + output.name(),
                        "Module output value precondition failed");
        for (Condition each : output.preconditions()) {
            check(each, Map.of(), about, each.condition().range());
        }
    }

    /// Whether all hold, as far as can be told.
    boolean checkResource(
            List<Condition> conditions,
            InstanceAddress address,
            Map<String, Value> own,
            String summary) {
        About about =
                new About(
                        Kind.RESOURCE,
                        address.resource().config().toString(),
                        address.toString(),
                        summary);
        boolean good = true;
        for (Condition each : conditions) {
            good &= check(each, own, about, each.condition().range());
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
        About about =
                about(Kind.CHECK_BLOCK, "check." + check.name(), "Check block assertion failed");
        for (Condition each : check.assertions()) {
            check(each, Map.of(), about, each.condition().range());
        }
    }

    private About about(Kind kind, String local, String summary) {
        String name = module.isRoot() ? local : module + "." + local;
        return new About(kind, name, name, summary);
    }

    private boolean check(
            Condition condition, Map<String, Value> own, About about, SourceRange place) {
        Evaluation evaluation = module.evaluate(condition.condition(), own);
        Diagnostics diagnostics = evaluation.diagnostics();
        String invalid =
                about.kind() == Kind.INPUT_VARIABLE
                        ? "Invalid variable validation result"
                        : "Invalid condition result";
        Value value = truth(evaluation, condition, invalid, diagnostics);
        if (diagnostics.hasErrors()) {
            run.findings().addAll(diagnostics);
            tell(about, Status.ERROR, List.of());
            return false;
        }
        if (!value.isKnown()) {
            tell(about, Status.UNKNOWN, List.of());
            if (about.kind() == Kind.CHECK_BLOCK && isOnlyUnknown()) {
                warn(
                        "Check block assertion known after apply",
                        "The condition could not be evaluated at this time, a result will be known"
                                + " when this plan is applied.",
                        place);
            }
            return true;
        }
        if (Values.isTrue(value)) {
            tell(about, Status.PASS, List.of());
            return true;
        }
        String message = message(condition, own);
        tell(about, Status.FAIL, List.of(message));
        boolean warns = about.kind() == Kind.CHECK_BLOCK;
        if (warns) {
            warn(about.summary(), message, place);
        } else {
            run.findings().error(about.summary(), message, place);
        }
        return warns;
    }

    private void tell(About about, Status status, List<String> messages) {
        run.checks().add(about.kind(), about.block(), about.address(), status, messages);
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
