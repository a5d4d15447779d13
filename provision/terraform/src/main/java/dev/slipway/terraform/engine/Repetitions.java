package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.config.Repetition;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds out which instances there are. Belongs to one thread.
final class Repetitions {
    private static final long COUNT_MAX = 1_000_000;

    private final Function<Expression, Evaluation> evaluator;
    private final Diagnostics diagnostics;
    private boolean deferred;

    Repetitions(Function<Expression, Evaluation> evaluator, Diagnostics diagnostics) {
        this.evaluator = evaluator;
        this.diagnostics = diagnostics;
    }

    Expansion expand(Repetition repetition) {
        return switch (repetition) {
            case Repetition.Once _ -> once(true);
            case Repetition.Enabled(Expression enabled) -> enabled(enabled);
            case Repetition.Count(Expression count) -> count(count);
            case Repetition.ForEach(Expression forEach) -> forEach(forEach);
        };
    }

    private static Expansion once(boolean there) {
        SortedMap<InstanceKey, Value> one = new TreeMap<>();
        if (there) {
            one.put(InstanceKey.NONE, Values.NULL);
        }
        return new Expansion(Expansion.Kind.ONCE, one);
    }

    /// It cannot be told yet, or because of a mistake.
    private Expansion open() {
        return deferred ? Expansion.DEFERRED : Expansion.UNKNOWN;
    }

    private Expansion enabled(Expression expression) {
        Value value = value(expression, Type.Primitive.BOOL, "enabled");
        return value == null ? open() : once(Values.isTrue(value));
    }

    private Expansion count(Expression expression) {
        Value value = value(expression, Type.Primitive.NUMBER, "count");
        if (value == null) {
            return open();
        }
        BigFloat number = Values.number(value);
        Long exact = number.toLongExact();
        if (exact == null || exact < 0 || exact > COUNT_MAX) {
            return wrong(
                    "Invalid count argument",
                    "The given \"count\" argument value is unsuitable: it is "
                            + number
                            + " and must be a whole number from 0 to "
                            + COUNT_MAX
                            + ".",
                    expression);
        }
        SortedMap<InstanceKey, Value> instances = new TreeMap<>();
        for (long index = 0; index < exact; index++) {
            instances.put(InstanceKey.of(index), Values.NULL);
        }
        return new Expansion(Expansion.Kind.COUNT, instances);
    }

    private @Nullable Value value(Expression expression, Type type, String name) {
        Value plain = known(expression, name);
        if (plain == null) {
            return null;
        }
        try {
            return Conversion.convert(plain, type);
        } catch (ConversionException e) {
            wrong(
                    "Incorrect value type",
                    "Invalid expression value: " + e.getMessage() + ".",
                    expression);
            return null;
        }
    }

    /// The value without marks, if it may decide how many instances there are.
    private @Nullable Value known(Expression expression, String name) {
        Evaluation evaluation = evaluator.apply(expression);
        diagnostics.addAll(evaluation.diagnostics());
        Value value = evaluation.value();
        if (evaluation.diagnostics().hasErrors()) {
            return null;
        }
        String summary = "Invalid " + name + " argument";
        boolean counts = name.equals("count");
        if ((value.has(Mark.SENSITIVE) && !counts) || value.has(Mark.EPHEMERAL)) {
            String mark = value.has(Mark.SENSITIVE) ? "Sensitive" : "Ephemeral";
            wrong(
                    summary,
                    mark
                            + " values, or values derived from them, cannot be used as "
                            + name
                            + " arguments: the addresses of instances are visible everywhere.",
                    expression);
            return null;
        }
        if (!value.isKnown()) {
            if (name.equals("for_each") && !mayBeForEach(value.type())) {
                unsuitable(value, expression);
                return null;
            }
            deferred = true;
            return null;
        }
        if (value.isNull()) {
            wrong(
                    summary,
                    "The given \"" + name + "\" argument value is null. A value is required.",
                    expression);
            return null;
        }
        return value.unmarked();
    }

    private Expansion forEach(Expression expression) {
        Value value = known(expression, "for_each");
        if (value == null) {
            return open();
        }
        SortedMap<InstanceKey, Value> instances = new TreeMap<>();
        if (value.type().isMapping()) {
            for (Map.Entry<String, Value> each : Values.entries(value).entrySet()) {
                instances.put(InstanceKey.of(each.getKey()), each.getValue());
            }
            return new Expansion(Expansion.Kind.FOR_EACH, instances);
        }
        if (!(value.type() instanceof Type.SetOf)) {
            return unsuitable(value, expression);
        }
        for (Value each : Values.elements(value)) {
            if (!each.isKnown()) {
                return Expansion.DEFERRED;
            }
            if (!(each instanceof Value.Text(String name))) {
                return wrong(
                        "Invalid for_each set argument",
                        "The given \"for_each\" argument value is unsuitable: \"for_each\" supports"
                                + " maps and sets of strings, but the set contains "
                                + "a "
                                + each.type().friendlyName()
                                + ".",
                        expression);
            }
            instances.put(InstanceKey.of(name), each);
        }
        return new Expansion(Expansion.Kind.FOR_EACH, instances);
    }

    private static boolean mayBeForEach(Type type) {
        return type.isDynamic() || type.isMapping() || type instanceof Type.SetOf;
    }

    private Expansion unsuitable(Value value, Expression expression) {
        return wrong(
                "Invalid for_each argument",
                "The given \"for_each\" argument value is unsuitable: the \"for_each\" argument"
                        + " must be a map, or set of strings, and you have provided a value of"
                        + " type "
                        + value.type().friendlyName()
                        + ".",
                expression);
    }

    private Expansion wrong(String summary, String detail, Expression expression) {
        diagnostics.error(summary, detail, expression.range());
        return Expansion.UNKNOWN;
    }
}
