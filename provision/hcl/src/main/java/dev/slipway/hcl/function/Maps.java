package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.text.CodePointOrder;
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

/// Functions of maps and objects.
final class Maps {
    private Maps() {}

    static void addTo(Map<String, Function> table) {
        table.put("keys", keys());
        table.put("values", values());
        table.put("lookup", lookup());
        table.put("merge", merge());
        table.put("zipmap", zip());
        table.put("transpose", transpose());
    }

    private static Function keys() {
        return Definition.of()
                .taking("inputMap", Type.Any.DYNAMIC, Allowance.MARKED, Allowance.UNKNOWN)
                .yields(
                        Type.Any.DYNAMIC,
                        arguments -> {
                            Value map = arguments.getFirst();
                            return switch (map.type()) {
                                case Type.ObjectOf object ->
                                        Values.tuple(texts(object.attributes().keySet()))
                                                .withMarks(map.marks());
                                case Type.MapOf ignored when !map.isKnown() ->
                                        Values.unknownNotNull(Type.list(Type.Primitive.STRING))
                                                .withMarks(map.marks());
                                case Type.MapOf ignored ->
                                        Values.list(
                                                        Type.Primitive.STRING,
                                                        texts(Values.entries(map).keySet()))
                                                .withMarks(map.marks());
                                default ->
                                        throw FunctionException.argument(
                                                0, "must have map or object type");
                            };
                        });
    }

    private static List<Value> texts(Set<String> names) {
        return names.stream().map(Value::of).toList();
    }

    private static Function values() {
        return Definition.of()
                .taking("mapping", Type.Any.DYNAMIC, Allowance.MARKED)
                .yields(
                        arguments ->
                                switch (arguments.getFirst().type()) {
                                    case Type.MapOf map -> Type.list(map.element());
                                    case Type.ObjectOf object ->
                                            Type.tuple(List.copyOf(object.attributes().values()));
                                    default -> throw notMapping();
                                },
                        arguments -> {
                            Value map = arguments.getFirst();
                            if (!map.type().isMapping()) {
                                throw notMapping();
                            }
                            List<Value> elements = Values.elements(map);
                            Value result =
                                    map.type() instanceof Type.MapOf of
                                            ? Values.list(of.element(), elements)
                                            : Values.tuple(elements);
                            return result.withMarks(map.marks());
                        });
    }

    private static FunctionException notMapping() {
        return FunctionException.argument(0, "values() requires a map as the first argument");
    }

    private static Function lookup() {
        return Definition.of()
                .nullable()
                .taking("inputMap", Type.Any.DYNAMIC, Allowance.MARKED, Allowance.UNKNOWN)
                .taking("key", Type.Primitive.STRING, Allowance.MARKED, Allowance.UNKNOWN)
                .repeating(
                        "default",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.UNKNOWN,
                        Allowance.DYNAMIC,
                        Allowance.MARKED)
                .yields(Type.Any.DYNAMIC, Maps::found);
    }

    private static Value found(List<Value> arguments) throws FunctionException {
        if (arguments.size() > 3) {
            throw FunctionException.failure(
                    "lookup() takes two or three arguments, got " + arguments.size());
        }
        Set<Mark> marks = new HashSet<>(arguments.getFirst().marks());
        marks.addAll(arguments.get(1).marks());
        Value map = arguments.getFirst().unmarked();
        Value key = arguments.get(1).unmarked();
        if (!map.type().isMapping()) {
            throw FunctionException.argument(0, "lookup() requires a map as the first argument");
        }
        if (map instanceof Value.Unknown || key instanceof Value.Unknown) {
            return unknownElement(map.type(), arguments).withMarks(marks);
        }
        String name = Values.text(key);
        Value otherwise =
                arguments.size() < 3 ? null : defaultElement(map.type(), arguments.get(2));
        Value found = Values.entries(map).get(name);
        if (found != null) {
            return found.withMarks(marks);
        }
        if (otherwise == null) {
            throw FunctionException.failure("lookup failed to find key \"" + name + "\"");
        }
        return otherwise.withMarks(marks);
    }

    private static Value unknownElement(Type type, List<Value> arguments) throws FunctionException {
        if (type instanceof Type.MapOf map) {
            if (arguments.size() == 3) {
                defaultElement(type, arguments.get(2));
            }
            return Value.unknown(map.element());
        }
        Value key = arguments.get(1).unmarked();
        if (type instanceof Type.ObjectOf object && key.isKnown()) {
            Type attribute = object.attributes().get(Values.text(key));
            if (attribute != null) {
                return Value.unknown(attribute);
            }
            if (arguments.size() < 3) {
                throw FunctionException.argument(
                        0, "the given object has no attribute \"" + Values.text(key) + "\"");
            }
            return arguments.get(2);
        }
        return Values.DYNAMIC;
    }

    private static Value defaultElement(Type type, Value value) throws FunctionException {
        if (!(type instanceof Type.MapOf map)) {
            return value;
        }
        try {
            return Conversion.convert(value, map.element());
        } catch (ConversionException problem) {
            throw FunctionException.argument(
                    2, "the default value must have the same type as the map elements");
        }
    }

    private static Function merge() {
        return Definition.of()
                .nullable()
                .repeating(
                        "maps",
                        Type.Any.DYNAMIC,
                        Allowance.NULL,
                        Allowance.DYNAMIC,
                        Allowance.UNKNOWN,
                        Allowance.MARKED)
                .yields(Type.Any.DYNAMIC, Maps::merged);
    }

    private static Value merged(List<Value> arguments) throws FunctionException {
        if (arguments.isEmpty()) {
            return Values.EMPTY_OBJECT;
        }
        Set<Mark> marks = new HashSet<>();
        Map<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
        boolean known = true;
        boolean dynamic = false;
        boolean someNotNull = false;
        for (int index = 0; index < arguments.size(); index++) {
            Value each = arguments.get(index).unmarked();
            if (!(each instanceof Value.Null)) {
                marks.addAll(arguments.get(index).marks());
            }
            if (each instanceof Value.Unknown && each.type().isDynamic()) {
                dynamic = true;
                continue;
            }
            if (!each.type().isMapping() && !each.equals(Values.NULL)) {
                throw FunctionException.failure(
                        "arguments must be maps or objects, got \""
                                + each.type().friendlyName()
                                + "\"");
            }
            if (each instanceof Value.Null) {
                continue;
            }
            someNotNull = true;
            known &= each.isKnown();
            if (each.isKnown()) {
                all.putAll(Values.entries(each));
            }
        }
        if (dynamic) {
            return Values.DYNAMIC.withMarks(marks);
        }
        return mergedAs(arguments, all, known, someNotNull).withMarks(marks);
    }

    private static Value mergedAs(
            List<Value> arguments, Map<String, Value> all, boolean known, boolean someNotNull)
            throws FunctionException {
        Type first = arguments.getFirst().type();
        boolean same = arguments.stream().allMatch(each -> each.type().equals(first));
        if (!someNotNull && same && first instanceof Type.ObjectOf) {
            throw FunctionException.failure("argument must not be null");
        }
        if (!known) {
            return same ? Value.unknown(first) : Values.DYNAMIC;
        }
        return same && first instanceof Type.MapOf map
                ? Values.map(map.element(), all)
                : Values.object(all);
    }

    private static Function zip() {
        return Definition.of()
                .taking("keys", Type.list(Type.Primitive.STRING), Allowance.MARKED)
                .taking("values", Type.Any.DYNAMIC, Allowance.MARKED)
                .yields(
                        arguments ->
                                switch (arguments.getLast().type()) {
                                    case Type.ListOf list -> Type.map(list.element());
                                    case Type.TupleOf ignored -> Type.Any.DYNAMIC;
                                    default ->
                                            throw FunctionException.argument(
                                                    1,
                                                    "values argument must be a list or tuple"
                                                            + " value");
                                },
                        Maps::zipped);
    }

    private static Value zipped(List<Value> arguments) throws FunctionException {
        Value keys = arguments.getFirst();
        Value values = arguments.getLast();
        Set<Mark> marks = new HashSet<>();
        marks.addAll(Values.deepMarks(keys));
        marks.addAll(values.marks());
        Type type = values.type();
        if (!(type instanceof Type.ListOf || type instanceof Type.TupleOf)) {
            throw FunctionException.argument(1, "values argument must be a list or tuple value");
        }
        if (!keys.isWhollyKnown()) {
            Type result =
                    type instanceof Type.ListOf list ? Type.map(list.element()) : Type.Any.DYNAMIC;
            return Values.unknownNotNull(result).withMarks(marks);
        }
        List<Value> names = Values.elements(keys);
        List<Value> elements = Values.elements(values);
        if (names.size() != elements.size()) {
            throw FunctionException.failure(
                    "number of keys ("
                            + names.size()
                            + ") does not match number of values ("
                            + elements.size()
                            + ")");
        }
        Map<String, Value> zipped = new TreeMap<>(CodePointOrder.INSTANCE);
        for (int index = 0; index < names.size(); index++) {
            if (names.get(index).isNull()) {
                throw FunctionException.argument(0, "keys must not be null");
            }
            zipped.put(Values.text(names.get(index)), elements.get(index));
        }
        Value result =
                type instanceof Type.ListOf list
                        ? Values.map(list.element(), zipped)
                        : Values.object(zipped);
        return result.withMarks(marks);
    }

    private static Function transpose() {
        Type lists = Type.map(Type.list(Type.Primitive.STRING));
        return Definition.of()
                .taking("values", lists)
                .yields(
                        lists,
                        arguments -> {
                            Value map = arguments.getFirst();
                            if (!map.isWhollyKnown()) {
                                return Values.unknownNotNull(lists);
                            }
                            return transposed(map);
                        });
    }

    private static Value transposed(Value map) throws FunctionException {
        Map<String, List<Value>> found = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Map.Entry<String, Value> entry : Values.entries(map).entrySet()) {
            if (entry.getValue().isNull()) {
                throw FunctionException.argument(0, "input must not contain null values");
            }
            for (Value each : Values.elements(entry.getValue())) {
                if (each.isNull()) {
                    throw FunctionException.argument(0, "input must not contain null values");
                }
                found.computeIfAbsent(Values.text(each), name -> new ArrayList<>())
                        .add(Value.of(entry.getKey()));
            }
        }
        Map<String, Value> lists = new TreeMap<>(CodePointOrder.INSTANCE);
        found.forEach((name, each) -> lists.put(name, Values.list(Type.Primitive.STRING, each)));
        return Values.map(Type.list(Type.Primitive.STRING), lists);
    }
}
