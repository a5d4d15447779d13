package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One evaluation of a `for` expression. Owned by the evaluator that made it.
final class Loop {
    private final Evaluator evaluator;
    private final Expression.For loop;
    private final Set<Mark> marks = new HashSet<>();
    private final List<Value> elements = new ArrayList<>();
    private final Map<String, List<Value>> entries = new TreeMap<>();

    /// Once it is not, further bad keys and conditions are not told: one is enough.
    private boolean known = true;

    Loop(Evaluator evaluator, Expression.For loop) {
        this.evaluator = evaluator;
        this.loop = loop;
    }

    Value value() {
        Value given = evaluator.value(loop.collection());
        marks.addAll(given.marks());
        Value collection = given.unmarked();
        if (!isIterable(collection)) {
            return Values.DYNAMIC.withMarks(marks);
        }
        if (!collection.isKnown() || collection.type().isDynamic()) {
            return conditionHolds() ? Values.DYNAMIC.withMarks(marks) : Values.DYNAMIC;
        }
        if (!conditionHolds()) {
            return Values.DYNAMIC.withMarks(marks);
        }
        Iterations.forEach(collection, this::visit);
        return (known ? result() : Values.DYNAMIC).withMarks(marks);
    }

    private boolean isIterable(Value collection) {
        if (collection instanceof Value.Null) {
            evaluator.fail(
                    "Iteration over null value",
                    "A null value cannot be used as the collection in a 'for' expression.",
                    loop.collection().range(),
                    loop.collection());
            return false;
        }
        if (collection.type().isPrimitive()) {
            evaluator.fail(
                    "Iteration over non-iterable value",
                    "A value of type "
                            + collection.type().friendlyName()
                            + " cannot be used as the collection in a 'for' expression.",
                    loop.collection().range(),
                    loop.collection());
            return false;
        }
        return true;
    }

    /// Tries the condition before there is an element, so that a mistake in it is told once, even
    /// if there are none.
    private boolean conditionHolds() {
        if (loop.condition() == null) {
            return true;
        }
        Diagnostics before = new Diagnostics();
        Evaluator trial = inside(Values.DYNAMIC, Values.DYNAMIC).reportingTo(before);
        condition(trial, trial.value(loop.condition()).unmarked(), loop.condition());
        if (before.hasErrors()) {
            evaluator.diagnostics().addAll(before);
        }
        return !before.hasErrors();
    }

    private Evaluator inside(Value key, Value value) {
        Map<String, Value> variables = new HashMap<>();
        if (loop.names().key() != null) {
            variables.put(loop.names().key(), key);
        }
        variables.put(loop.names().value(), value);
        return evaluator.in(evaluator.scope().with(variables));
    }

    private void visit(Value key, Value value) {
        Evaluator inner = inside(key, value);
        if (!isIncluded(inner)) {
            return;
        }
        if (loop.key() == null) {
            elements.add(inner.value(loop.value()));
            return;
        }
        String name = key(inner, loop.key());
        Value result = inner.value(loop.value());
        if (name == null) {
            return;
        }
        List<Value> values = entries.computeIfAbsent(name, each -> new ArrayList<>());
        values.add(result);
        if (!loop.grouped() && values.size() == 2) {
            known = false;
            inner.fail(
                    "Duplicate object key",
                    "Two different items produced the key \""
                            + name
                            + "\" in this 'for'"
                            + " expression. If duplicates are expected, use the ellipsis (...)"
                            + " after the value expression to enable grouping by key.",
                    loop.key().range(),
                    loop.key());
        }
    }

    private boolean isIncluded(Evaluator inner) {
        if (loop.condition() == null) {
            return true;
        }
        Value given = inner.value(loop.condition());
        marks.addAll(given.marks());
        Value condition = condition(telling(inner), given.unmarked(), loop.condition());
        if (condition == null || !condition.isKnown()) {
            known = false;
            return false;
        }
        return Values.isTrue(condition);
    }

    private static @Nullable Value condition(Evaluator inner, Value given, Expression expression) {
        if (given instanceof Value.Null) {
            inner.fail(
                    "Condition is null",
                    "The value of the 'if' clause must not be null.",
                    expression.range(),
                    expression);
            return null;
        }
        try {
            return Conversion.convert(given, Type.Primitive.BOOL);
        } catch (ConversionException problem) {
            inner.fail(
                    "Invalid 'for' condition",
                    "The 'if' clause value is invalid: " + problem.getMessage() + ".",
                    expression.range(),
                    expression);
            return null;
        }
    }

    private Evaluator telling(Evaluator inner) {
        return known ? inner : inner.reportingTo(new Diagnostics());
    }

    private @Nullable String key(Evaluator inner, Expression expression) {
        Value key = Values.withoutMarks(inner.value(expression), marks);
        if (key.isNull()) {
            telling(inner)
                    .fail(
                            "Invalid object key",
                            "Key expression in 'for' expression must not produce a null value.",
                            expression.range(),
                            expression);
            known = false;
            return null;
        }
        if (!key.isKnown()) {
            known = false;
            return null;
        }
        try {
            return Values.text(Conversion.convert(key, Type.Primitive.STRING));
        } catch (ConversionException problem) {
            telling(inner)
                    .fail(
                            "Invalid object key",
                            "The key expression produced an invalid result: "
                                    + problem.getMessage()
                                    + ".",
                            expression.range(),
                            expression);
            known = false;
        }
        return null;
    }

    private Value result() {
        if (loop.key() == null) {
            return Values.tuple(elements);
        }
        Map<String, Value> attributes = new TreeMap<>();
        entries.forEach((name, values) ->
                attributes.put(name, loop.grouped() ? Values.tuple(values) : values.getFirst()));
        return Values.object(attributes);
    }
}
