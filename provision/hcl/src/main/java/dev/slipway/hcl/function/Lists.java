package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions that make lists and tuples of others.
final class Lists {
    private Lists() {}

    static void addTo(Map<String, Function> table) {
        table.put("chunklist", chunks());
        table.put("compact", compact());
        table.put("concat", concat());
        table.put("distinct", distinct());
        table.put("flatten", flatten());
        table.put("reverse", reverse());
        table.put("slice", slice());
        table.put("sort", sort());
        table.put("coalescelist", coalesce());
    }

    private static Function chunks() {
        return Definition.of()
                .taking("list", Type.list(Type.Any.DYNAMIC), Allowance.MARKED)
                .taking("size", Type.Primitive.NUMBER)
                .yields(
                        arguments -> Type.list(arguments.getFirst().type()),
                        arguments -> {
                            Value list = arguments.getFirst();
                            int size = Numbers.nearestInteger(arguments, 1);
                            if (size < 0) {
                                throw FunctionException.argument(
                                        1, "the size argument must be positive");
                            }
                            if (!list.isKnown()) {
                                return Values.unknownNotNull(Type.list(list.type()))
                                        .withMarks(list.marks());
                            }
                            List<Value> elements = Values.elements(list);
                            int all = Math.max(1, elements.size());
                            int step = size == 0 ? all : Math.min(size, all);
                            List<Value> chunks = new ArrayList<>();
                            for (int from = 0; from < elements.size(); from += step) {
                                int to = Math.min(elements.size(), from + step);
                                chunks.add(
                                        new Value.Sequence(
                                                list.type(), elements.subList(from, to)));
                            }
                            return Values.list(list.type(), chunks).withMarks(list.marks());
                        });
    }

    private static Function compact() {
        return Definition.of()
                .taking("list", Type.list(Type.Primitive.STRING))
                .yields(
                        Type.list(Type.Primitive.STRING),
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.isWhollyKnown()) {
                                return Values.unknownNotNull(Type.list(Type.Primitive.STRING));
                            }
                            List<Value> kept =
                                    Values.elements(list).stream()
                                            .filter(each -> !each.isNull())
                                            .filter(each -> !Values.EMPTY_TEXT.equals(each))
                                            .toList();
                            return Values.list(Type.Primitive.STRING, kept);
                        });
    }

    private static Function concat() {
        return Definition.of()
                .repeating("seqs", Type.Any.DYNAMIC, Allowance.MARKED, Allowance.UNKNOWN)
                .yields(Type.Any.DYNAMIC, Lists::concatenated);
    }

    private static Value concatenated(List<Value> arguments) throws FunctionException {
        List<Value> all = new ArrayList<>();
        if (arguments.isEmpty()) {
            throw FunctionException.failure("at least one argument is required");
        }
        Set<Mark> marks = new HashSet<>();
        for (int index = 0; index < arguments.size(); index++) {
            Type type = arguments.get(index).type();
            if (!(type instanceof Type.ListOf || type instanceof Type.TupleOf)) {
                throw FunctionException.argument(
                        index, "all arguments must be lists or tuples; got " + type.friendlyName());
            }
            marks.addAll(arguments.get(index).marks());
        }
        boolean lists = arguments.stream().allMatch(each -> each.type() instanceof Type.ListOf);
        Type common =
                lists ? Unification.unify(arguments.stream().map(Value::type).toList()) : null;
        if (!arguments.stream().allMatch(Value::isKnown)) {
            Type type = common == null ? Type.Any.DYNAMIC : common;
            return Values.unknownNotNull(type).withMarks(marks);
        }
        for (Value each : arguments) {
            all.addAll(Values.elements(common == null ? each : converted(each, common)));
        }
        Value result = common == null ? Values.tuple(all) : list(common, all);
        return result.withMarks(marks);
    }

    /// Elements that were converted to any single type have one of their own.
    private static Value list(Type type, List<Value> elements) {
        boolean open = type.elementType().isDynamic() && !elements.isEmpty();
        return open
                ? Values.list(elements.getFirst().type(), elements)
                : new Value.Sequence(type, elements);
    }

    private static Function distinct() {
        return Definition.of()
                .taking("list", Type.list(Type.Any.DYNAMIC))
                .yields(
                        arguments -> arguments.getFirst().type(),
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.isWhollyKnown()) {
                                return Values.unknownNotNull(list.type());
                            }
                            List<Value> different =
                                    Values.elements(list).stream().distinct().toList();
                            return new Value.Sequence(list.type(), different);
                        });
    }

    private static Function flatten() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC, Allowance.MARKED)
                .yields(
                        Type.Any.DYNAMIC,
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.type().isSequence()) {
                                throw FunctionException.argument(
                                        0, "can only flatten lists, sets and tuples");
                            }
                            List<Value> flat = new ArrayList<>();
                            Set<Mark> marks = new HashSet<>();
                            boolean known = flatten(list, flat, marks);
                            Value result = known ? Values.tuple(flat) : Values.DYNAMIC;
                            return result.withMarks(marks);
                        });
    }

    private static boolean flatten(Value list, List<Value> flat, Set<Mark> marks) {
        marks.addAll(list.marks());
        if (!list.isKnown()) {
            return false;
        }
        boolean known = true;
        for (Value each : Values.elements(list)) {
            Value plain = each.unmarked();
            if (plain.type().isDynamic() && !plain.isKnown()) {
                known = false;
            } else if (plain.type().isSequence() && !(plain instanceof Value.Null)) {
                known &= flatten(each, flat, marks);
            } else {
                flat.add(each);
            }
        }
        return known;
    }

    static Value converted(Value value, Type type) throws FunctionException {
        try {
            return Conversion.convert(value, type);
        } catch (ConversionException problem) {
            throw FunctionException.failure("" + problem.getMessage());
        }
    }

    private static Function reverse() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC, Allowance.MARKED)
                .yields(
                        arguments -> reversedType(arguments.getFirst().type()),
                        arguments -> {
                            Value list = arguments.getFirst();
                            Type type = reversedType(list.type());
                            List<Value> elements = new ArrayList<>(Values.elements(list));
                            Collections.reverse(elements);
                            return new Value.Sequence(type, elements).withMarks(list.marks());
                        });
    }

    private static Type reversedType(Type type) throws FunctionException {
        return switch (type) {
            case Type.ListOf list -> list;
            case Type.SetOf set -> Type.list(set.element());
            case Type.TupleOf tuple -> Type.tuple(tuple.elements().reversed());
            default ->
                    throw FunctionException.argument(
                            0, "can only reverse list or tuple values, not " + type.friendlyName());
        };
    }

    private static Function slice() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC, Allowance.MARKED, Allowance.UNKNOWN)
                .taking("start_index", Type.Primitive.NUMBER)
                .taking("end_index", Type.Primitive.NUMBER)
                .yields(Lists::slicedType, Lists::sliced);
    }

    private static Type slicedType(List<Value> arguments) throws FunctionException {
        for (int index = 1; index < arguments.size(); index++) {
            if (arguments.get(index).isKnown()) {
                Numbers.integer(arguments, index);
            }
        }
        Integer size = sizeIfKnown(arguments.getFirst());
        if (size != null && arguments.get(1).isKnown() && Numbers.integer(arguments, 1) > size) {
            throw FunctionException.argument(
                    1, "start index must not be greater than the length of the list");
        }
        return arguments.getFirst().type() instanceof Type.ListOf list ? list : Type.Any.DYNAMIC;
    }

    private static Value sliced(List<Value> arguments) throws FunctionException {
        Value list = arguments.getFirst();
        if (list.type() instanceof Type.SetOf) {
            throw FunctionException.argument(
                    0,
                    "cannot slice a set, because its elements do not have indices; explicitly"
                            + " convert to a list if the ordering of the result is not important");
        }
        if (!(list.type() instanceof Type.ListOf || list.type() instanceof Type.TupleOf)) {
            throw FunctionException.argument(0, "must be a list or tuple value");
        }
        int start = Numbers.integer(arguments, 1);
        int end = Numbers.integer(arguments, 2);
        Integer size = sizeIfKnown(list);
        if (start < 0) {
            throw FunctionException.argument(1, "start index must not be less than zero");
        }
        if (size != null && start > size) {
            throw FunctionException.argument(
                    1, "start index must not be greater than the length of the list");
        }
        if (end < 0 || (size != null && end > size)) {
            throw FunctionException.argument(
                    2, "end index must not be greater than the length of the list");
        }
        if (start > end) {
            throw FunctionException.argument(1, "start index must not be greater than end index");
        }
        if (!list.isKnown()) {
            return Values.unknownNotNull(list.type()).withMarks(list.marks());
        }
        List<Value> part = Values.elements(list).subList(start, end);
        Value result =
                list.type() instanceof Type.ListOf
                        ? new Value.Sequence(list.type(), part)
                        : Values.tuple(part);
        return result.withMarks(list.marks());
    }

    private static @Nullable Integer sizeIfKnown(Value list) {
        if (list.type() instanceof Type.TupleOf tuple) {
            return tuple.elements().size();
        }
        return list.isKnown() ? Values.elements(list).size() : null;
    }

    private static Function sort() {
        return Definition.of()
                .taking("list", Type.list(Type.Primitive.STRING))
                .yields(
                        Type.list(Type.Primitive.STRING),
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.isWhollyKnown()) {
                                int size = Values.elements(list).size();
                                return Refinement.NOT_NULL
                                        .withLength(size, size)
                                        .of(Type.list(Type.Primitive.STRING));
                            }
                            List<String> texts = new ArrayList<>();
                            for (Value each : Values.elements(list)) {
                                if (each.isNull()) {
                                    throw FunctionException.argument(
                                            0,
                                            "given list element "
                                                    + texts.size()
                                                    + " is null; a null string cannot be sorted");
                                }
                                texts.add(Values.text(each));
                            }
                            texts.sort(CodePointOrder.INSTANCE);
                            return Values.list(
                                    Type.Primitive.STRING, texts.stream().map(Value::of).toList());
                        });
    }

    private static Function coalesce() {
        return Definition.of()
                .repeating(
                        "vals",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC)
                .yields(
                        Type.Any.DYNAMIC,
                        arguments -> {
                            if (arguments.isEmpty()) {
                                throw FunctionException.failure(
                                        "at least one argument is required");
                            }
                            requireLists(arguments);
                            for (Value each : arguments) {
                                if (!each.isKnown()) {
                                    return Values.DYNAMIC;
                                }
                                if (!each.isNull() && !Values.elements(each).isEmpty()) {
                                    return each;
                                }
                            }
                            throw FunctionException.failure("no non-null arguments");
                        });
    }

    private static void requireLists(List<Value> arguments) throws FunctionException {
        for (int index = 0; index < arguments.size(); index++) {
            Type type = arguments.get(index).type();
            if (!arguments.get(index).isKnown()) {
                return;
            }
            if (!(type instanceof Type.ListOf || type instanceof Type.TupleOf)) {
                throw FunctionException.argument(
                        index, "coalescelist arguments must be lists or tuples");
            }
        }
    }
}
