package dev.slipway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that every template has; `and` and `or` are the evaluator's, because they do not
/// look at all of their arguments.
final class Builtins {
    private static final Set<String> NAMES =
            Set.of(
                    "and",
                    "call",
                    "eq",
                    "ge",
                    "gt",
                    "html",
                    "index",
                    "js",
                    "le",
                    "len",
                    "lt",
                    "ne",
                    "not",
                    "or",
                    "print",
                    "printf",
                    "println",
                    "slice",
                    "urlquery");

    private Builtins() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static TemplateFunction function(String name, int lengthMax) {
        return switch (name) {
            case "eq" -> atLeast(1, all -> Comparing.anyEqual(all.getFirst(), rest(all)));
            case "ne" -> two(all -> !Comparing.anyEqual(all.getFirst(), rest(all)));
            case "lt" -> two(all -> Comparing.isLess(all.getFirst(), all.getLast()));
            case "le" -> two(all -> Comparing.isLessOrEqual(all.getFirst(), all.getLast()));
            case "gt" -> two(all -> !Comparing.isLessOrEqual(all.getFirst(), all.getLast()));
            case "ge" -> two(all -> !Comparing.isLess(all.getFirst(), all.getLast()));
            case "not" -> one(all -> !GoType.isTrue(all.getFirst()));
            case "len" -> one(all -> length(all.getFirst()));
            case "index" -> atLeast(1, all -> index(all.getFirst(), rest(all)));
            case "slice" -> atLeast(1, all -> slice(all.getFirst(), rest(all)));
            case "print" -> atLeast(0, all -> new GoFormat(lengthMax).print(all));
            case "println" -> atLeast(0, all -> new GoFormat(lengthMax).printLine(all));
            case "printf" ->
                    new TemplateFunction(
                            List.of(String.class, Object.class),
                            true,
                            all ->
                                    new GoFormat(lengthMax)
                                            .printFormatted((String) all.getFirst(), rest(all)));
            case "html" -> atLeast(0, all -> GoText.escapeHtml(text(all, lengthMax)));
            case "js" -> atLeast(0, all -> GoText.escapeJs(text(all, lengthMax)));
            case "urlquery" -> atLeast(0, all -> GoText.escapeQuery(text(all, lengthMax)));
            default -> throw new IllegalArgumentException("name: " + name);
        };
    }

    private static TemplateFunction atLeast(int count, TemplateFunction.Code code) {
        List<Class<?>> parameters = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            parameters.add(Object.class);
        }
        return new TemplateFunction(parameters, true, code);
    }

    private static TemplateFunction one(TemplateFunction.Code code) {
        return new TemplateFunction(List.of(Object.class), false, code);
    }

    private static TemplateFunction two(TemplateFunction.Code code) {
        return new TemplateFunction(List.of(Object.class, Object.class), false, code);
    }

    private static List<@Nullable Object> rest(List<@Nullable Object> all) {
        return all.subList(1, all.size());
    }

    private static String text(List<@Nullable Object> all, int lengthMax) {
        if (all.size() == 1 && all.getFirst() instanceof String text) {
            return text;
        }
        List<@Nullable Object> shown = new ArrayList<>(all);
        shown.replaceAll(each -> each == null ? "<no value>" : each);
        return new GoFormat(lengthMax).print(shown);
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case null -> throw new IllegalArgumentException("len of nil pointer");
            case String text -> GoText.bytes(text).length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new IllegalArgumentException("len of type " + GoType.of(value));
        };
    }

    private static @Nullable Object index(@Nullable Object item, List<@Nullable Object> indices) {
        if (item == null) {
            throw new IllegalArgumentException("index of untyped nil");
        }
        Object value = item;
        for (Object each : indices) {
            value = GoType.normal(entry(value, each));
        }
        return value;
    }

    private static @Nullable Object entry(@Nullable Object item, @Nullable Object index) {
        return switch (item) {
            case null -> throw new IllegalArgumentException("index of nil pointer");
            case String text -> {
                byte[] bytes = GoText.bytes(text);
                yield (long) (bytes[position(index, bytes.length, false)] & 0xff);
            }
            case List<?> list -> list.get(position(index, list.size(), false));
            case Map<?, ?> map -> {
                if (!(index instanceof String)) {
                    if (index == null) {
                        throw new IllegalArgumentException(
                                "value is nil; should be of type string");
                    }
                    if (map.keySet().stream().allMatch(String.class::isInstance)) {
                        throw new IllegalArgumentException(
                                "value has type " + GoType.of(index) + "; should be string");
                    }
                }
                yield map.get(index);
            }
            default ->
                    throw new IllegalArgumentException(
                            "can't index item of type " + GoType.of(item));
        };
    }

    /// @param inclusive whether the length itself is an index, as it is for `slice`
    private static int position(@Nullable Object index, int length, boolean inclusive) {
        if (index == null) {
            throw new IllegalArgumentException("cannot index slice/array with nil");
        }
        if (!(index instanceof Long number)) {
            throw new IllegalArgumentException(
                    "cannot index slice/array with type " + GoType.of(index));
        }
        if (number < 0 || number > length || (number == length && !inclusive)) {
            throw new IllegalArgumentException("index out of range: " + number);
        }
        return number.intValue();
    }

    private static Object slice(@Nullable Object item, List<@Nullable Object> indices) {
        if (item == null) {
            throw new IllegalArgumentException("slice of untyped nil");
        }
        if (indices.size() > 3) {
            throw new IllegalArgumentException("too many slice indexes: " + indices.size());
        }
        byte[] bytes = item instanceof String text ? GoText.bytes(text) : new byte[0];
        int length =
                switch (item) {
                    case String _ -> bytes.length;
                    case List<?> list -> list.size();
                    default ->
                            throw new IllegalArgumentException(
                                    "can't slice item of type " + GoType.of(item));
                };
        if (item instanceof String && indices.size() == 3) {
            throw new IllegalArgumentException("cannot 3-index slice a string");
        }
        int[] at = {0, length, length};
        for (int i = 0; i < indices.size(); i++) {
            at[i] = position(indices.get(i), length, true);
        }
        checkAscending(at[0], at[1]);
        if (indices.size() == 3) {
            checkAscending(at[1], at[2]);
        }
        return item instanceof List<?> list
                ? list.subList(at[0], at[1])
                : GoText.of(bytes, at[0], at[1]);
    }

    private static void checkAscending(int low, int high) {
        if (low > high) {
            throw new IllegalArgumentException("invalid slice index: " + low + " > " + high);
        }
    }

    /// The builtin `call`.
    ///
    /// @param callee what the template calls, for messages
    static TemplateFunction call(String callee) {
        return atLeast(1, all -> call(callee, all.getFirst(), rest(all)));
    }

    private static @Nullable Object call(
            String callee, @Nullable Object target, List<@Nullable Object> arguments) {
        if (target == null) {
            throw new IllegalArgumentException("call of nil");
        }
        if (!(target instanceof TemplateFunction function)) {
            throw new IllegalArgumentException(
                    "non-function " + callee + " of type " + GoType.of(target));
        }
        int given = arguments.size();
        if (function.variadic() ? given < function.fixed() : given != function.fixed()) {
            throw new IllegalArgumentException(
                    "wrong number of args for %s: got %d want %s%d"
                            .formatted(
                                    callee,
                                    given,
                                    function.variadic() ? "at least " : "",
                                    function.fixed()));
        }
        for (int i = 0; i < given; i++) {
            Object each = arguments.get(i);
            Class<?> type = function.parameter(i);
            if (each == null ? !GoType.canBeNil(type) : !type.isInstance(each)) {
                throw new IllegalArgumentException(
                        "arg %d: value has type %s; should be %s"
                                .formatted(
                                        i,
                                        each == null ? "nil" : GoType.of(each),
                                        GoType.of(type)));
            }
        }
        return function.code().call(arguments);
    }
}
