package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.text.Texts;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Comparison;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions that find and count elements.
final class Elements {
    private Elements() {}

    static void addTo(Map<String, Function> table) {
        table.put("alltrue", all(true));
        table.put("anytrue", all(false));
        table.put("contains", contains());
        table.put("element", element());
        table.put("index", index());
        table.put("length", length());
        table.put("matchkeys", matchKeys());
        table.put("one", one());
    }

    private static Function all(boolean wanted) {
        return Definition.of()
                .taking("list", Type.list(Type.Primitive.BOOL))
                .yields(
                        Type.Primitive.BOOL,
                        arguments -> {
                            boolean unknown = false;
                            for (Value each : Values.elements(arguments.getFirst())) {
                                if (each instanceof Value.Unknown) {
                                    unknown = true;
                                } else {
                                    boolean isTrue = !each.isNull() && Values.isTrue(each);
                                    if (isTrue != wanted) {
                                        return Value.of(!wanted);
                                    }
                                }
                            }
                            return unknown
                                    ? Values.unknownNotNull(Type.Primitive.BOOL)
                                    : Value.of(wanted);
                        });
    }

    private static Function contains() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC)
                .taking("value", Type.Any.DYNAMIC)
                .yields(
                        Type.Primitive.BOOL,
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.type().isSequence()) {
                                throw FunctionException.argument(
                                        0, "argument must be list, tuple, or set");
                            }
                            boolean unknown = false;
                            for (Value each : Values.elements(list)) {
                                Value same = Comparison.equal(each, arguments.getLast());
                                if (same.equals(Values.TRUE)) {
                                    return Values.TRUE;
                                }
                                unknown |= !same.isKnown();
                            }
                            return unknown
                                    ? Values.unknownNotNull(Type.Primitive.BOOL)
                                    : Values.FALSE;
                        });
    }

    private static Function element() {
        return Definition.of()
                .nullable()
                .taking("list", Type.Any.DYNAMIC, Allowance.MARKED, Allowance.UNKNOWN)
                .taking("index", Type.Primitive.NUMBER)
                .yields(
                        arguments -> elementType(arguments.getFirst().type()),
                        arguments -> elementAt(arguments));
    }

    private static Type elementType(Type type) throws FunctionException {
        return switch (type) {
            case Type.ListOf list -> list.element();
            case Type.TupleOf ignored -> Type.Any.DYNAMIC;
            default ->
                    throw FunctionException.argument(
                            0, "cannot read elements from " + type.friendlyName());
        };
    }

    private static Value elementAt(List<Value> arguments) throws FunctionException {
        Value list = arguments.getFirst();
        Type type = elementType(list.type());
        int index = Numbers.integer(arguments, 1);
        if (!list.isKnown()) {
            return Value.unknown(type).withMarks(list.marks());
        }
        List<Value> elements = Values.elements(list);
        if (elements.isEmpty()) {
            throw FunctionException.argument(0, "cannot use element function with an empty list");
        }
        boolean counted = list.type() instanceof Type.ListOf || index % elements.size() >= 0;
        if (!counted) {
            throw FunctionException.argument(1, "the index of a tuple must not be negative");
        }
        return elements.get(Math.floorMod(index, elements.size())).withMarks(list.marks());
    }

    private static Function index() {
        return Definition.of()
                .taking("list", Type.Any.DYNAMIC)
                .taking("value", Type.Any.DYNAMIC)
                .yields(
                        Type.Primitive.NUMBER,
                        arguments -> {
                            Value list = arguments.getFirst();
                            boolean ordered =
                                    list.type() instanceof Type.ListOf
                                            || list.type() instanceof Type.TupleOf;
                            if (!ordered) {
                                throw FunctionException.argument(
                                        0, "argument must be a list or tuple");
                            }
                            return position(Values.elements(list), arguments.getLast());
                        });
    }

    private static Value position(List<Value> elements, Value wanted) throws FunctionException {
        if (elements.isEmpty()) {
            throw FunctionException.failure("cannot search an empty list");
        }
        for (int index = 0; index < elements.size(); index++) {
            Value same = Comparison.equal(elements.get(index), wanted);
            if (!same.isKnown()) {
                return Values.unknownNotNull(Type.Primitive.NUMBER);
            }
            if (same.equals(Values.TRUE)) {
                return Value.of(index);
            }
        }
        throw FunctionException.failure("item not found");
    }

    private static Function length() {
        return Definition.of()
                .taking(
                        "value",
                        Type.Any.DYNAMIC,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(
                        Type.Primitive.NUMBER,
                        arguments -> {
                            Value value = arguments.getFirst();
                            return size(value.unmarked()).withMarks(value.marks());
                        });
    }

    private static Value size(Value value) throws FunctionException {
        return switch (value) {
            case Value.Text text -> Value.of(Texts.graphemeCount(text.text()));
            case Value.Sequence sequence ->
                    sequence.type() instanceof Type.SetOf && !sequence.isWhollyKnown()
                            ? sizeOfSet(sequence.elements().size())
                            : Value.of(sequence.elements().size());
            case Value.Mapping mapping -> Value.of(mapping.elements().size());
            case Value.Unknown unknown -> sizeOfUnknown(unknown);
            case Value.Numeric ignored -> throw notSized();
            case Value.Bool ignored -> throw notSized();
            case Value.Null ignored -> throw notSized();
            case Value.Marked marked -> size(marked.inner());
        };
    }

    private static FunctionException notSized() {
        return FunctionException.argument(
                0, "argument must be a string, a collection type, or a structural type");
    }

    private static Value sizeOfSet(int most) {
        return most == 1
                ? Value.of(1)
                : Refinement.NOT_NULL
                        .withLower(border(1))
                        .withUpper(border(most))
                        .of(Type.Primitive.NUMBER);
    }

    private static Refinement.Border border(int number) {
        return new Refinement.Border(BigFloat.of(number), true);
    }

    private static Value sizeOfUnknown(Value.Unknown unknown) throws FunctionException {
        if (unknown.type() instanceof Type.TupleOf tuple) {
            return Value.of(tuple.elements().size());
        }
        if (unknown.type() instanceof Type.ObjectOf object) {
            return Value.of(object.attributes().size());
        }
        if (unknown.type() == Type.Primitive.NUMBER || unknown.type() == Type.Primitive.BOOL) {
            throw notSized();
        }
        Refinement known = unknown.refinement();
        Refinement.Border upper =
                known.lengthMax() == Integer.MAX_VALUE ? null : border(known.lengthMax());
        return Refinement.NOT_NULL
                .withLower(border(known.lengthMin()))
                .withUpper(upper)
                .of(Type.Primitive.NUMBER);
    }

    private static Function matchKeys() {
        Type any = Type.list(Type.Any.DYNAMIC);
        return Definition.of()
                .taking("values", any)
                .taking("keys", any)
                .taking("searchset", any)
                .yields(arguments -> arguments.getFirst().type(), arguments -> matched(arguments));
    }

    private static Value matched(List<Value> arguments) throws FunctionException {
        Type type = arguments.getFirst().type();
        Type common = Unification.unify(List.of(arguments.get(1).type(), arguments.get(2).type()));
        if (common == null) {
            throw FunctionException.failure("keys and searchset must be of the same type");
        }
        List<Value> values = Values.elements(arguments.getFirst());
        List<Value> keys = Values.elements(Lists.converted(arguments.get(1), common));
        List<Value> wanted = Values.elements(Lists.converted(arguments.get(2), common));
        if (keys.size() != values.size()) {
            throw FunctionException.failure("length of keys and values should be equal");
        }
        List<Value> kept = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            for (Value each : wanted) {
                Value same = Comparison.equal(keys.get(index), each);
                if (!same.isKnown()) {
                    return Values.unknownNotNull(type);
                }
                if (same.equals(Values.TRUE)) {
                    kept.add(values.get(index));
                    break;
                }
            }
        }
        return new Value.Sequence(type, kept);
    }

    private static Function one() {
        String wanted = "must be a list, set, or tuple value with either zero or one elements";
        return Definition.of()
                .nullable()
                .taking("list", Type.Any.DYNAMIC)
                .yields(
                        arguments -> {
                            Type type = arguments.getFirst().type();
                            return switch (type) {
                                case Type.ListOf list -> list.element();
                                case Type.SetOf set -> set.element();
                                case Type.TupleOf tuple when tuple.elements().isEmpty() ->
                                        Type.Any.DYNAMIC;
                                case Type.TupleOf tuple when tuple.elements().size() == 1 ->
                                        tuple.elements().getFirst();
                                default -> throw FunctionException.argument(0, wanted);
                            };
                        },
                        arguments -> {
                            Value list = arguments.getFirst();
                            if (!list.type().isSequence()) {
                                throw FunctionException.argument(0, wanted);
                            }
                            List<Value> elements = Values.elements(list);
                            if (elements.size() > 1) {
                                throw FunctionException.argument(0, wanted);
                            }
                            Type type =
                                    list.type().isCollection()
                                            ? list.type().elementType()
                                            : Type.Any.DYNAMIC;
                            return elements.isEmpty() ? Value.nullOf(type) : elements.getFirst();
                        });
    }
}
