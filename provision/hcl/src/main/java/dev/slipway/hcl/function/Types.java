package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Functions about types, marks and mistakes.
final class Types {
    private Types() {}

    static void addTo(Map<String, Function> table) {
        table.put("tostring", to(Type.Primitive.STRING));
        table.put("tonumber", to(Type.Primitive.NUMBER));
        table.put("tobool", to(Type.Primitive.BOOL));
        table.put("tolist", to(Type.list(Type.Any.DYNAMIC)));
        table.put("toset", to(Type.set(Type.Any.DYNAMIC)));
        table.put("tomap", to(Type.map(Type.Any.DYNAMIC)));
        table.put("try", (Function.OfExpressions) Types::firstThatSucceeds);
        table.put("can", (Function.OfExpressions) Types::succeeds);
        table.put("coalesce", coalesce());
        table.put("sensitive", marking(value -> value.withMark(Mark.SENSITIVE)));
        table.put("nonsensitive", marking(Types::withoutSensitive));
        table.put("ephemeralasnull", marking(Types::ephemeralAsNull));
        table.put("issensitive", isSensitive());
    }

    private static Function to(Type type) {
        return Definition.of()
                .nullable()
                .taking(
                        "v",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(type, arguments -> converted(arguments.getFirst(), type));
    }

    private static Value converted(Value value, Type type) throws FunctionException {
        String from = value.type().friendlyName();
        try {
            return Conversion.convert(value, type);
        } catch (ConversionException problem) {
            boolean sensitive = value.has(Mark.SENSITIVE);
            String text =
                    value.unmarked() instanceof Value.Text(String given) && !sensitive
                            ? "\"" + given + "\""
                            : from;
            String hint =
                    type == Type.Primitive.NUMBER && value.type() == Type.Primitive.STRING
                            ? "; given string must be a decimal representation of a number"
                            : type == Type.Primitive.BOOL && value.type() == Type.Primitive.STRING
                                    ? "; only the strings \"true\" or \"false\" are allowed"
                                    : ": " + problem.getMessage();
            throw FunctionException.argument(
                    0, "cannot convert " + text + " to " + type.friendlyName() + hint);
        }
    }

    private static Value firstThatSucceeds(List<Function.Argument> arguments)
            throws FunctionException {
        if (arguments.isEmpty()) {
            throw FunctionException.failure("at least one argument is required");
        }
        StringBuilder problems = new StringBuilder();
        for (Function.Argument each : arguments) {
            Evaluation evaluation = each.evaluate();
            if (!evaluation.diagnostics().hasErrors()) {
                return evaluation.value().isWhollyKnown()
                        ? evaluation.value()
                        : unsettled(evaluation);
            }
            for (Diagnostic problem : evaluation.diagnostics().list()) {
                problems.append("\n- ").append(problem.summary());
                problems.append(" (at ").append(problem.subject()).append(")\n  ");
                problems.append(problem.detail());
            }
        }
        throw FunctionException.failure(
                "no expression succeeded:"
                        + problems
                        + "\n\nAt least one expression must produce a successful result");
    }

    /// What is not known yet may still fail, so it may turn out to be another of the expressions.
    private static Value unsettled(Evaluation evaluation) {
        return Values.DYNAMIC.withMarks(Values.deepMarks(evaluation.value()));
    }

    private static Value succeeds(List<Function.Argument> arguments) throws FunctionException {
        if (arguments.size() != 1) {
            throw FunctionException.failure("exactly one expression is required");
        }
        Evaluation evaluation = arguments.getFirst().evaluate();
        if (evaluation.diagnostics().hasErrors()) {
            return Values.FALSE;
        }
        return evaluation.value().isWhollyKnown()
                ? Values.TRUE
                : Value.unknown(Type.Primitive.BOOL);
    }

    private static Function coalesce() {
        return Definition.of()
                .repeating(
                        "vals",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(Type.Any.DYNAMIC, Types::firstPresent);
    }

    private static Value firstPresent(List<Value> arguments) throws FunctionException {
        Type type = Unification.unify(arguments.stream().map(Value::type).toList());
        if (arguments.isEmpty()) {
            throw FunctionException.failure("at least one argument is required");
        }
        if (type == null) {
            throw FunctionException.failure("all arguments must have the same type");
        }
        Set<Mark> marks = new HashSet<>();
        arguments.forEach(each -> marks.addAll(each.marks()));
        for (Value each : arguments) {
            Value plain = each.unmarked();
            if (plain instanceof Value.Unknown) {
                return Values.unknownNotNull(type).withMarks(marks);
            }
            if (plain instanceof Value.Null) {
                continue;
            }
            if (type == Type.Primitive.STRING && plain.equals(Values.EMPTY_TEXT)) {
                continue;
            }
            try {
                return Conversion.convert(plain, type).withMarks(marks);
            } catch (ConversionException problem) {
                throw FunctionException.failure("" + problem.getMessage());
            }
        }
        throw FunctionException.failure("no non-null, non-empty-string arguments");
    }

    private interface MarkBody {
        Value call(Value value);
    }

    private static Function marking(MarkBody body) {
        return Definition.of()
                .nullable()
                .taking(
                        "value",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(Type.Any.DYNAMIC, arguments -> body.call(arguments.getFirst()));
    }

    private static Value withoutSensitive(Value value) {
        Set<Mark> kept =
                value.marks().stream()
                        .filter(each -> !each.equals(Mark.SENSITIVE))
                        .collect(Collectors.toSet());
        return value.unmarked().withMarks(kept);
    }

    private static Value ephemeralAsNull(Value value) {
        if (value.has(Mark.EPHEMERAL)) {
            return Value.nullOf(value.type());
        }
        return switch (value) {
            case Value.Marked marked -> ephemeralAsNull(marked.inner()).withMarks(marked.marks());
            case Value.Sequence sequence ->
                    new Value.Sequence(
                            sequence.type(),
                            sequence.elements().stream().map(Types::ephemeralAsNull).toList());
            case Value.Mapping mapping -> {
                java.util.SortedMap<String, Value> changed =
                        new java.util.TreeMap<>(dev.slipway.hcl.text.CodePointOrder.INSTANCE);
                mapping.elements()
                        .forEach((name, each) -> changed.put(name, ephemeralAsNull(each)));
                yield new Value.Mapping(mapping.type(), changed);
            }
            case Value.Text text -> text;
            case Value.Numeric number -> number;
            case Value.Bool bool -> bool;
            case Value.Null none -> none;
            case Value.Unknown unknown -> unknown;
        };
    }

    private static Function isSensitive() {
        return Definition.of()
                .taking(
                        "value",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(
                        Type.Primitive.BOOL,
                        arguments -> {
                            Value value = arguments.getFirst();
                            if (value.has(Mark.SENSITIVE)) {
                                return Values.TRUE;
                            }
                            return value.isKnown()
                                    ? Values.FALSE
                                    : Value.unknown(Type.Primitive.BOOL);
                        });
    }
}
