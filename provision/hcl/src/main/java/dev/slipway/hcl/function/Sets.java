package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Functions of sets.
final class Sets {
    private static final int PRODUCT_MAX = 1_000_000;

    private Sets() {}

    static void addTo(Map<String, Function> table) {
        table.put("setunion", combining((first, other) -> first.addAll(other), true));
        table.put("setintersection", combining((first, other) -> first.retainAll(other), false));
        Type any = Type.set(Type.Any.DYNAMIC);
        table.put(
                "setsubtract",
                Definition.of()
                        .taking("a", any)
                        .taking("b", any)
                        .yields(
                                Sets::commonType,
                                arguments ->
                                        combined(
                                                arguments,
                                                (first, other) -> first.removeAll(other),
                                                false)));
        table.put("setproduct", product());
    }

    private interface Combination {
        boolean combine(Set<Value> first, Set<Value> other);
    }

    private static Function combining(Combination combination, boolean union) {
        Type any = Type.set(Type.Any.DYNAMIC);
        return Definition.of()
                .taking("first_set", any)
                .repeating("other_sets", any)
                .yields(Sets::commonType, arguments -> combined(arguments, combination, union));
    }

    /// Empty sets of no particular type have no say.
    private static Type commonType(List<Value> arguments) throws FunctionException {
        List<Type> types = new ArrayList<>();
        for (Value each : arguments) {
            Type element = each.type().elementType();
            boolean empty =
                    element.isDynamic() && each.isKnown() && Values.elements(each).isEmpty();
            if (!empty) {
                types.add(element);
            }
        }
        Type common = Unification.unify(types);
        if (common == null) {
            throw FunctionException.failure("given sets must all have compatible element types");
        }
        return Type.set(common);
    }

    /// A union keeps what is unknown; for the others everything must be known.
    private static Value combined(List<Value> arguments, Combination combination, boolean union)
            throws FunctionException {
        Type type = commonType(arguments);
        Set<Value> result = null;
        for (int index = 0; index < arguments.size(); index++) {
            Value each = arguments.get(index);
            if (!union && !each.isWhollyKnown()) {
                return Values.unknownNotNull(type);
            }
            Set<Value> elements = new LinkedHashSet<>(Values.elements(converted(each, type)));
            if (result == null) {
                result = elements;
            } else {
                combination.combine(result, elements);
            }
        }
        return Values.set(type.elementType(), result == null ? Set.of() : result);
    }

    private static Value converted(Value value, Type type) throws FunctionException {
        try {
            return Conversion.convert(value, type);
        } catch (ConversionException problem) {
            throw FunctionException.failure("" + problem.getMessage());
        }
    }

    private static Function product() {
        return Definition.of()
                .repeating("sets", Type.Any.DYNAMIC, Allowance.MARKED)
                .yields(
                        Sets::productType,
                        arguments -> {
                            Set<Mark> marks = new HashSet<>();
                            arguments.forEach(each -> marks.addAll(each.marks()));
                            return productOf(arguments).withMarks(marks);
                        });
    }

    /// The type of a list or set of tuples, one element from each argument.
    private static Type productType(List<Value> arguments) throws FunctionException {
        if (arguments.size() < 2) {
            throw FunctionException.failure("at least two arguments are required");
        }
        boolean ordered = true;
        List<Type> types = new ArrayList<>();
        for (int index = 0; index < arguments.size(); index++) {
            Type type = arguments.get(index).type();
            switch (type) {
                case Type.SetOf set -> {
                    types.add(set.element());
                    ordered = false;
                }
                case Type.ListOf list -> types.add(list.element());
                case Type.TupleOf tuple -> {
                    Type common = Unification.unify(tuple.elements());
                    if (common == null) {
                        throw FunctionException.argument(
                                index, "all elements must be of the same type");
                    }
                    types.add(common);
                }
                default -> throw FunctionException.argument(index, "a set or a list is required");
            }
        }
        Type tuple = Type.tuple(types);
        return ordered ? Type.list(tuple) : Type.set(tuple);
    }

    private static Value productOf(List<Value> arguments) throws FunctionException {
        Type type = productType(arguments);
        List<List<Value>> rows = List.of(List.of());
        Type.TupleOf tuple = (Type.TupleOf) type.elementType();
        long size = 1;
        for (int index = 0; index < arguments.size(); index++) {
            Value each = arguments.get(index).unmarked();
            List<Value> elements = Values.elements(each);
            boolean countable =
                    !(each.type() instanceof Type.SetOf)
                            || elements.size() < 2
                            || each.isWhollyKnown();
            if (!countable) {
                return Values.unknownNotNull(type);
            }
            size *= elements.size();
            if (size > PRODUCT_MAX) {
                throw FunctionException.failure("the product has too many elements");
            }
            List<List<Value>> longer = new ArrayList<>();
            for (List<Value> row : rows) {
                for (Value element : elements) {
                    List<Value> more = new ArrayList<>(row);
                    more.add(converted(element, tuple.elements().get(index)));
                    longer.add(more);
                }
            }
            rows = longer;
        }
        List<Value> tuples = rows.stream().map(Values::tuple).toList();
        if (tuples.isEmpty()) {
            return type instanceof Type.ListOf
                    ? Values.list(tuple, tuples)
                    : Values.set(tuple, tuples);
        }
        Type found = tuples.getFirst().type();
        if (!tuples.stream().allMatch(each -> each.type().equals(found))) {
            throw FunctionException.failure("all elements must be of the same type");
        }
        return type instanceof Type.ListOf ? Values.list(found, tuples) : Values.set(found, tuples);
    }
}
