package dev.slipway.hcl.eval;

import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;

/// Splats: the same access for each element. What is no list is a list of one, and null is a list
/// of none. Stateless.
final class Iteration {
    private Iteration() {}

    static Value splat(Evaluator evaluator, Expression.Splat splat) {
        Value given = evaluator.value(splat.source());
        Value source = given.unmarked();
        boolean single = !source.type().isSequence();
        if (source instanceof Value.Null) {
            return single
                    ? Values.EMPTY_TUPLE.withMarks(given.marks())
                    : evaluator.fail(
                            "Splat of null value",
                            "Splat expressions (with the * symbol) cannot be applied to null"
                                    + " sequences.",
                            splat.symbol(),
                            splat.source());
        }
        if (source.type().isDynamic()) {
            return Values.DYNAMIC.withMarks(given.marks());
        }
        if (single) {
            Value each = evaluator.at(source).value(splat.each());
            Value result = source.isKnown() ? Values.tuple(List.of(each)) : Values.DYNAMIC;
            return result.withMarks(given.marks());
        }
        Value result =
                source instanceof Value.Unknown unknown
                        ? unknown(evaluator, splat, unknown)
                        : known(evaluator, splat, source);
        return result.withMarks(given.marks());
    }

    private static Value unknown(
            Evaluator evaluator, Expression.Splat splat, Value.Unknown source) {
        if (source.type() instanceof Type.TupleOf tuple) {
            List<Value> elements = new ArrayList<>();
            for (Type type : tuple.elements()) {
                elements.add(evaluator.at(Value.unknown(type)).value(splat.each()));
            }
            return Value.unknown(Values.tuple(elements).type());
        }
        Type element = source.type().elementType();
        Value each = evaluator.at(Value.unknown(element)).value(splat.each());
        Refinement known = source.refinement();
        Refinement kept = known.notNull() ? Refinement.NOT_NULL : Refinement.NONE;
        return kept.withLength(known.lengthMin(), known.lengthMax()).of(Type.list(each.type()));
    }

    private static Value known(Evaluator evaluator, Expression.Splat splat, Value source) {
        List<Value> results = new ArrayList<>();
        for (Value each : Values.elements(source)) {
            results.add(evaluator.at(each).value(splat.each()));
        }
        if (source.type() instanceof Type.TupleOf) {
            return Values.tuple(results);
        }
        if (results.isEmpty()) {
            Value sample = Value.unknown(source.type().elementType());
            return Values.list(evaluator.at(sample).value(splat.each()).type(), results);
        }
        return list(results);
    }

    private static Value list(List<Value> results) {
        Type type = Unification.unify(results.stream().map(Value::type).toList());
        if (type == null) {
            return Values.tuple(results);
        }
        List<Value> same = new ArrayList<>();
        try {
            for (Value each : results) {
                same.add(Conversion.convert(each, type));
            }
        } catch (ConversionException problem) {
            return Values.tuple(results);
        }
        return Values.list(type, same);
    }
}
