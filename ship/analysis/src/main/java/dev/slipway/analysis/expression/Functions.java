package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions: those of the language, and those that Argo Rollouts adds to it.
final class Functions {
    private final Evaluator evaluator;
    private final Work work;
    private final TextFunctions texts;

    Functions(Evaluator evaluator, Work work) {
        this.evaluator = evaluator;
        this.work = work;
        this.texts = new TextFunctions(work);
    }

    @Nullable Object call(Node.Call call) {
        return switch (call.function()) {
            case "all", "any", "none", "one", "filter", "map", "count", "find", "findIndex" ->
                    ofElements(call);
            case "sum" -> call.arguments().size() == 2 ? sum(mapped(call)) : ofValues(call);
            default -> ofValues(call);
        };
    }

    private @Nullable Object ofElements(Node.Call call) {
        boolean withoutPredicate = call.function().equals("count") && call.arguments().size() == 1;
        if (!withoutPredicate) {
            arity(call, 2);
        }
        List<@Nullable Object> list = list(call);
        if (call.function().equals("map")) {
            return mapped(call);
        }
        List<@Nullable Object> matching = new ArrayList<>();
        long index = -1;
        for (int i = 0; i < list.size(); i++) {
            if (holds(call, list.get(i))) {
                matching.add(list.get(i));
                index = index < 0 ? i : index;
            }
        }
        return switch (call.function()) {
            case "all" -> matching.size() == list.size();
            case "any" -> !matching.isEmpty();
            case "none" -> matching.isEmpty();
            case "one" -> matching.size() == 1;
            case "count" -> (long) matching.size();
            case "find" -> matching.isEmpty() ? null : matching.getFirst();
            case "findIndex" -> index < 0 ? null : index;
            default -> matching;
        };
    }

    private boolean holds(Node.Call call, @Nullable Object element) {
        if (call.arguments().size() == 1) {
            return Values.truth(element, call.offset());
        }
        Node predicate = call.arguments().get(1);
        return Values.truth(evaluator.valueFor(predicate, element), predicate.offset());
    }

    private List<@Nullable Object> mapped(Node.Call call) {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : list(call)) {
            result.add(evaluator.valueFor(call.arguments().get(1), element));
        }
        return result;
    }

    private List<@Nullable Object> list(Node.Call call) {
        Node first = call.arguments().getFirst();
        List<@Nullable Object> list = Values.list(evaluator.value(first), first.offset());
        work.spend(list.size(), call.offset());
        return list;
    }

    private Object sum(List<@Nullable Object> numbers) {
        boolean whole = numbers.stream().allMatch(Long.class::isInstance);
        if (whole) {
            return numbers.stream().mapToLong(each -> Values.whole(each, 0)).sum();
        }
        return numbers.stream().mapToDouble(each -> Values.number(each, 0)).sum();
    }

    private @Nullable Object ofValues(Node.Call call) {
        List<@Nullable Object> values = new ArrayList<>();
        call.arguments().forEach(argument -> values.add(evaluator.value(argument)));
        return switch (call.function()) {
            case "min", "max", "mean", "median", "sum" -> ofNumbers(call, values);
            case "default" -> withDefault(call, values);
            case "split", "join", "replace", "indexOf", "hasPrefix", "hasSuffix" ->
                    texts.call(call, values);
            default -> ofOne(call, values);
        };
    }

    private Object ofNumbers(Node.Call call, List<@Nullable Object> values) {
        List<@Nullable Object> numbers = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof List<?> list) {
                work.spend(list.size(), call.offset());
                numbers.addAll(list);
            } else {
                numbers.add(value);
            }
        }
        numbers.forEach(number -> Values.number(number, call.offset()));
        if (call.function().equals("sum")) {
            return sum(numbers);
        }
        if (numbers.isEmpty()) {
            throw new ExpressionException(
                    call.offset(), "not enough arguments to call " + call.function());
        }
        numbers.sort((a, b) -> Double.compare(Values.number(a, 0), Values.number(b, 0)));
        return switch (call.function()) {
            case "min" -> number(numbers.getFirst());
            case "max" -> number(numbers.getLast());
            case "mean" -> Values.number(sum(numbers), 0) / numbers.size();
            default -> median(numbers);
        };
    }

    private static Object number(@Nullable Object value) {
        return value instanceof Long whole ? whole : (Object) Values.number(value, 0);
    }

    private static double median(List<@Nullable Object> sorted) {
        int middle = sorted.size() / 2;
        double upper = Values.number(sorted.get(middle), 0);
        return sorted.size() % 2 == 1
                ? upper
                : (Values.number(sorted.get(middle - 1), 0) + upper) / 2;
    }

    /// What is given instead of nothing: nil, or a list without elements.
    private static @Nullable Object withDefault(Node.Call call, List<@Nullable Object> values) {
        arity(call, 2);
        @Nullable Object value = values.getFirst();
        boolean nothing = value == null || (value instanceof List<?> list && list.isEmpty());
        return nothing ? values.getLast() : value;
    }

    private @Nullable Object ofOne(Node.Call call, List<@Nullable Object> values) {
        arity(call, 1);
        @Nullable Object value = values.getFirst();
        int offset = call.offset();
        return switch (call.function()) {
            case "len" -> length(value, offset);
            case "first" -> end(value, true, offset);
            case "last" -> end(value, false, offset);
            case "keys" -> entries(value, true, offset);
            case "values" -> entries(value, false, offset);
            case "abs" ->
                    value instanceof Long whole
                            ? (Object) Math.abs(whole)
                            : (Object) Math.abs(Values.number(value, offset));
            case "ceil" -> Math.ceil(Values.number(value, offset));
            case "floor" -> Math.floor(Values.number(value, offset));
            case "round" -> rounded(Values.number(value, offset));
            case "int", "asInt" -> whole(value, offset);
            case "float", "asFloat" -> real(value, offset);
            case "isNaN" -> value instanceof Double real && real.isNaN();
            case "isInf" -> value instanceof Double real && real.isInfinite();
            case "isNil" -> value == null;
            case "type" -> value instanceof Double ? "float" : Values.typeName(value);
            case "string" -> Values.string(value, work, offset);
            case "trim" -> Values.text(value, offset).strip();
            case "upper" -> Values.text(value, offset).toUpperCase(Locale.ROOT);
            case "lower" -> Values.text(value, offset).toLowerCase(Locale.ROOT);
            default ->
                    throw new ExpressionException(
                            offset, "unknown function `" + call.function() + "`");
        };
    }

    private static long length(@Nullable Object value, int offset) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw Values.expected("a string, list or map", value, offset);
        };
    }

    private static @Nullable Object end(@Nullable Object value, boolean first, int offset) {
        List<@Nullable Object> list = Values.list(value, offset);
        if (list.isEmpty()) {
            return null;
        }
        return first ? list.getFirst() : list.getLast();
    }

    private static Object entries(@Nullable Object value, boolean keys, int offset) {
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(keys ? map.keySet() : map.values());
        }
        throw Values.expected("a map", value, offset);
    }

    /// Halves go away from zero.
    private static double rounded(double value) {
        return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }

    private static long whole(@Nullable Object value, int offset) {
        try {
            return switch (value) {
                case Long whole -> whole;
                case Double real -> real.longValue();
                case String text -> Long.parseLong(text.strip());
                case null, default -> throw Values.expected("a number", value, offset);
            };
        } catch (NumberFormatException _) {
            throw new ExpressionException(offset, "\"" + value + "\" is no int");
        }
    }

    private static double real(@Nullable Object value, int offset) {
        if (!(value instanceof String text)) {
            return Values.number(value, offset);
        }
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            throw new ExpressionException(offset, "\"" + text + "\" is no float");
        }
    }

    static void arity(Node.Call call, int count) {
        if (call.arguments().size() != count) {
            throw new ExpressionException(
                    call.offset(),
                    "`"
                            + call.function()
                            + "` with "
                            + call.arguments().size()
                            + " arguments (expected: "
                            + count
                            + ")");
        }
    }
}
