package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One function call: finds the function, expands and converts the arguments, and tells which
/// argument was wrong. Owned by the evaluator that made it.
final class CallEvaluation {
    private static final String CORE = "core::";

    private final Evaluator evaluator;
    private final Expression.Call call;

    CallEvaluation(Evaluator evaluator, Expression.Call call) {
        this.evaluator = evaluator;
        this.call = call;
    }

    Value value() {
        Function function = evaluator.scope().function(call.name());
        if (function == null && call.name().startsWith(CORE)) {
            function = evaluator.scope().function(call.name().substring(CORE.length()));
        }
        return switch (function) {
            case null -> unknownFunction();
            case Function.OfExpressions lazy -> callLazy(lazy);
            case Function.OfValues eager -> callEager(eager);
        };
    }

    private Value unknownFunction() {
        if (evaluator.scope().functionNames().isEmpty()) {
            return evaluator.fail(
                    "Function calls not allowed",
                    "Functions may not be called here.",
                    call.range(),
                    call);
        }
        if (call.name().contains("::") && !call.name().startsWith(CORE)) {
            return evaluator.fail(
                    "Unknown provider function",
                    "There is no function \""
                            + call.name()
                            + "\" (expected: provider::NAME::FUNCTION, with a provider that this"
                            + " module requires and a function that it has).",
                    call.nameRange(),
                    call);
        }
        return evaluator.fail(
                "Call to unknown function",
                "There is no function named \""
                        + call.name()
                        + "\"."
                        + Suggestion.didYouMean(call.name(), evaluator.scope().functionNames()),
                call.nameRange(),
                call);
    }

    private Value callLazy(Function.OfExpressions function) {
        List<Function.Argument> arguments = new ArrayList<>();
        for (Expression each : call.arguments()) {
            arguments.add(new Lazy(each, evaluator.scope()));
        }
        if (call.expands() && !expandLazily(arguments)) {
            return Values.DYNAMIC;
        }
        try {
            return function.call(arguments);
        } catch (FunctionException problem) {
            return failed(problem, problem.argument() < 0 ? null : "expression");
        }
    }

    private boolean expandLazily(List<Function.Argument> arguments) {
        List<Value> expanded = new ArrayList<>();
        Value last = expanded(expanded);
        arguments.removeLast();
        for (Value each : expanded) {
            arguments.add(new Given(call.arguments().getLast(), evaluator.scope(), each));
        }
        return last != null;
    }

    private record Lazy(Expression expression, Scope scope) implements Function.Argument {
        @Override
        public Evaluation evaluate() {
            return Evaluator.evaluate(expression, scope);
        }
    }

    private record Given(Expression expression, Scope scope, Value value)
            implements Function.Argument {
        @Override
        public Evaluation evaluate() {
            return new Evaluation(value, new Diagnostics());
        }
    }

    private Value callEager(Function.OfValues function) {
        List<Value> given = new ArrayList<>();
        int plain = call.arguments().size() - (call.expands() ? 1 : 0);
        for (int index = 0; index < plain; index++) {
            given.add(evaluator.value(call.arguments().get(index)));
        }
        if (call.expands()) {
            Value last = expanded(given);
            if (last == null || !last.isKnown()) {
                return Values.DYNAMIC.withMarks(last == null ? java.util.Set.of() : last.marks());
            }
        }
        Signature signature = function.signature();
        if (!countFits(signature, given.size())) {
            return Values.DYNAMIC;
        }
        List<Value> arguments = converted(signature, given);
        return arguments == null ? Values.DYNAMIC : result(function, arguments);
    }

    /// Adds the elements of the expanded argument; `null` if it has none to give.
    private @Nullable Value expanded(List<Value> given) {
        Expression expression = call.arguments().getLast();
        Value value = evaluator.value(expression);
        Value plain = value.unmarked();
        if (plain instanceof Value.Null) {
            return expansionFailed("must not be null", expression);
        }
        if (plain instanceof Value.Unknown
                && (plain.type().isDynamic() || plain.type().isSequence())) {
            return value;
        }
        if (!plain.type().isSequence()) {
            return expansionFailed("must be of a tuple, list, or set type", expression);
        }
        for (Value each : Values.elements(plain)) {
            given.add(each.withMarks(value.marks()));
        }
        return value;
    }

    private @Nullable Value expansionFailed(String what, Expression expression) {
        evaluator.fail(
                "Invalid expanding argument value",
                "The expanding argument (indicated by ...) " + what + ".",
                expression.range(),
                expression);
        return null;
    }

    private boolean countFits(Signature signature, int count) {
        int wanted = signature.parameters().size();
        if (count < wanted) {
            String missing = signature.parameters().get(count).name();
            String least = signature.variadic() == null ? "" : "at least ";
            evaluator.fail(
                    "Not enough function arguments",
                    "Function \""
                            + call.name()
                            + "\" expects "
                            + least
                            + wanted
                            + " argument(s). Missing value for \""
                            + missing
                            + "\".",
                    call.range(),
                    call);
            return false;
        }
        if (count > wanted && signature.variadic() == null) {
            evaluator.fail(
                    "Too many function arguments",
                    "Function \"" + call.name() + "\" expects only " + wanted + " argument(s).",
                    argumentRange(wanted),
                    call);
            return false;
        }
        return true;
    }

    private SourceRange argumentRange(int index) {
        int last = call.arguments().size() - 1;
        return last < 0 ? call.range() : call.arguments().get(Math.min(index, last)).opening();
    }

    private @Nullable List<Value> converted(Signature signature, List<Value> given) {
        List<Value> arguments = new ArrayList<>(given.size());
        for (int index = 0; index < given.size(); index++) {
            Parameter parameter = signature.parameter(index);
            Type type = parameter == null ? Type.Any.DYNAMIC : parameter.type();
            try {
                arguments.add(Conversion.convert(given.get(index), type));
            } catch (ConversionException problem) {
                String name = parameter == null ? "" : parameter.name();
                invalid(index, name, problem.getMessage());
                return null;
            }
        }
        return arguments;
    }

    private void invalid(int index, String name, @Nullable String message) {
        evaluator.fail(
                "Invalid function argument",
                "Invalid value for \"" + name + "\" parameter: " + message + ".",
                argumentRange(index),
                call);
    }

    private Value result(Function.OfValues function, List<Value> arguments) {
        try {
            return Calling.call(function, arguments);
        } catch (FunctionException problem) {
            Parameter parameter =
                    problem.argument() < 0
                            ? null
                            : function.signature().parameter(problem.argument());
            return failed(problem, parameter == null ? null : parameter.name());
        }
    }

    private Value failed(FunctionException problem, @Nullable String parameter) {
        if (parameter != null) {
            invalid(problem.argument(), parameter, problem.getMessage());
            return Values.DYNAMIC;
        }
        return evaluator.fail(
                "Error in function call",
                "Call to function \"" + call.name() + "\" failed: " + problem.getMessage() + ".",
                call.opening(),
                call);
    }
}
