package dev.slipway.hcl.eval;

import dev.slipway.hcl.depth.Depth;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions in one scope. What fails yields [Values#DYNAMIC] and a diagnostic, and the
/// rest is evaluated all the same. Belongs to one thread.
public final class Evaluator {
    private static final int DEPTH_MAX = 1000;

    /// A `for` in a `for` in a `for` multiplies; this many steps end it.
    private static final int STEPS_MAX = 10_000_000;

    private final Scope scope;
    private final Diagnostics diagnostics;
    private final @Nullable Value element;

    /// Steps and levels left, shared by all evaluators of one evaluation.
    private final int[] steps;

    public Evaluator(Scope scope, Diagnostics diagnostics) {
        this(scope, diagnostics, STEPS_MAX);
    }

    Evaluator(Scope scope, Diagnostics diagnostics, int stepsMax) {
        this(scope, diagnostics, null, new int[] {stepsMax, DEPTH_MAX});
    }

    private Evaluator(Scope scope, Diagnostics diagnostics, @Nullable Value element, int[] steps) {
        this.scope = scope;
        this.diagnostics = diagnostics;
        this.element = element;
        this.steps = steps;
    }

    /// Evaluates one expression by itself.
    public static Evaluation evaluate(Expression expression, Scope scope) {
        Diagnostics diagnostics = new Diagnostics();
        Value value = new Evaluator(scope, diagnostics).value(expression);
        return new Evaluation(value, diagnostics);
    }

    Scope scope() {
        return scope;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    Evaluator in(Scope inner) {
        return new Evaluator(inner, diagnostics, element, steps);
    }

    Evaluator at(Value each) {
        return new Evaluator(scope, diagnostics, each, steps);
    }

    Evaluator reportingTo(Diagnostics others) {
        return new Evaluator(scope, others, element, steps);
    }

    /// Reports a mistake with the values around it; the result is unknown.
    Value fail(String summary, String detail, SourceRange subject, Expression about) {
        Diagnostic diagnostic = Diagnostic.error(summary, detail, subject);
        diagnostics.add(diagnostic.withNotes(ValueNotes.of(about, scope)));
        return Values.DYNAMIC;
    }

    public Value value(Expression expression) {
        if (steps[0] <= 0 || --steps[0] == 0) {
            if (steps[0] == 0) {
                steps[0]--;
                diagnostics.error(
                        "Evaluation takes too long",
                        "The expression was given up, because its loops take too many steps.",
                        expression.range());
            }
            return Values.DYNAMIC;
        }
        if (steps[1] <= 0) {
            diagnostics.error(
                    "Expression nested too deeply",
                    "Expressions may be nested at most " + DEPTH_MAX + " levels deep.",
                    expression.range());
            return Values.DYNAMIC;
        }
        steps[1]--;
        try {
            return Depth.deeper(() -> valueOf(expression));
        } finally {
            steps[1]++;
        }
    }

    private Value valueOf(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral literal -> number(literal);
            case Expression.BoolLiteral literal -> Value.of(literal.isTrue());
            case Expression.NullLiteral ignored -> Values.NULL;
            case Expression.Template template -> new TemplateEvaluation(this).template(template);
            case Expression.Parentheses parentheses -> value(parentheses.inner());
            case Expression.Variable variable -> variable(variable);
            case Expression.GetAttribute get -> Access.attribute(this, get);
            case Expression.Index index -> Access.index(this, index);
            case Expression.Splat splat -> Iteration.splat(this, splat);
            case Expression.Element ignored -> element == null ? Values.DYNAMIC : element;
            case Expression.Call call -> new CallEvaluation(this, call).value();
            case Expression.Unary unary -> Operators.unary(this, unary);
            case Expression.Binary binary -> Operators.binary(this, binary);
            case Expression.Conditional conditional -> Branching.value(this, conditional);
            case Expression.TupleLiteral tuple -> tuple(tuple);
            case Expression.ObjectLiteral object -> object(object);
            case Expression.For loop -> new Loop(this, loop).value();
        };
    }

    private Value number(Expression.NumberLiteral literal) {
        BigFloat number = BigFloat.parse(literal.digits());
        return number == null
                ? fail(
                        "Invalid number literal",
                        "Failed to recognize the value of this number literal.",
                        literal.range(),
                        literal)
                : Value.of(number);
    }

    private Value variable(Expression.Variable variable) {
        Value found = scope.variable(variable.name());
        if (found != null) {
            return found;
        }
        Set<String> names = scope.variableNames();
        String suggestion = Suggestion.didYouMean(variable.name(), names);
        String detail =
                names.isEmpty()
                        ? "Variables may not be used here."
                        : "There is no variable named \"" + variable.name() + "\"." + suggestion;
        String summary = names.isEmpty() ? "Variables not allowed" : "Unknown variable";
        return fail(summary, detail, variable.range(), variable);
    }

    private Value tuple(Expression.TupleLiteral tuple) {
        List<Value> elements = new ArrayList<>(tuple.elements().size());
        for (Expression each : tuple.elements()) {
            elements.add(value(each));
        }
        return Values.tuple(elements);
    }

    private Value object(Expression.ObjectLiteral object) {
        Map<String, Value> attributes = new TreeMap<>();
        Set<Mark> marks = new HashSet<>();
        boolean known = true;
        for (Expression.Item item : object.items()) {
            String bare = item.bareKey();
            Value key = bare == null ? key(item.key(), marks) : Value.of(bare);
            Value value = value(item.value());
            if (key == null || !key.isKnown()) {
                known = false;
            } else {
                attributes.put(Values.text(key), value);
            }
        }
        return (known ? Values.object(attributes) : Values.DYNAMIC).withMarks(marks);
    }

    private @Nullable Value key(Expression expression, Set<Mark> marks) {
        Value key = Values.withoutMarks(value(expression), marks);
        if (key.isNull()) {
            fail(
                    "Null value as key",
                    "Can't use a null value as a key.",
                    expression.opening(),
                    expression);
            return null;
        }
        try {
            return Conversion.convert(key, Type.Primitive.STRING);
        } catch (ConversionException problem) {
            fail(
                    "Incorrect key type",
                    "Can't use this value as a key: " + problem.getMessage() + ".",
                    expression.range(),
                    expression);
            return null;
        }
    }
}
