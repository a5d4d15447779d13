package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the value of one expression, once. Not thread-safe.
final class Evaluator {
    /// Chains such as `a + b + c` nest too, without brackets.
    private static final int DEPTH_MAX = 250;

    private final Map<String, ? extends @Nullable Object> variables;
    private final Work work = new Work();
    private final Operations operations = new Operations(work);
    private final Functions functions = new Functions(this, work);
    private int depth;
    private boolean inPredicate;
    private @Nullable Object element;

    Evaluator(Map<String, ? extends @Nullable Object> variables) {
        this.variables = variables;
    }

    @Nullable Object value(Node node) {
        work.spend(1, node.offset());
        if (++depth > DEPTH_MAX) {
            throw new ExpressionException(node.offset(), "nested too deeply");
        }
        @Nullable Object value = valueOf(node);
        depth--;
        return value;
    }

    private @Nullable Object valueOf(Node node) {
        return switch (node) {
            case Node.Literal literal -> literal.value();
            case Node.Variable variable -> variable(variable);
            case Node.Element here -> element(here);
            case Node.Listing listing -> listing(listing);
            case Node.Mapping mapping -> mapping(mapping);
            case Node.Unary unary -> unary(unary);
            case Node.Binary binary -> binary(binary);
            case Node.Conditional choice ->
                    value(truth(choice.condition()) ? choice.then() : choice.otherwise());
            case Node.Member member -> member(member);
            case Node.Slice slice -> slice(slice);
            case Node.Call call -> functions.call(call);
        };
    }

    /// The value of a predicate, or of what is to be made of it, for one element of a list.
    @Nullable Object valueFor(Node predicate, @Nullable Object newElement) {
        boolean outerIn = inPredicate;
        @Nullable Object outer = element;
        inPredicate = true;
        element = newElement;
        try {
            return value(predicate);
        } finally {
            inPredicate = outerIn;
            element = outer;
        }
    }

    boolean truth(Node node) {
        return Values.truth(value(node), node.offset());
    }

    private @Nullable Object variable(Node.Variable variable) {
        if (!variables.containsKey(variable.name())) {
            throw new ExpressionException(
                    variable.offset(), "unknown name `" + variable.name() + "`");
        }
        return variables.get(variable.name());
    }

    private @Nullable Object element(Node.Element here) {
        if (!inPredicate) {
            throw new ExpressionException(here.offset(), "`#` outside of a predicate");
        }
        return element;
    }

    private Object listing(Node.Listing listing) {
        List<@Nullable Object> list = new ArrayList<>();
        listing.elements().forEach(each -> list.add(value(each)));
        return list;
    }

    private Object mapping(Node.Mapping mapping) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String key = Values.text(value(entry.key()), entry.key().offset());
            map.put(key, value(entry.value()));
        }
        return map;
    }

    private Object unary(Node.Unary unary) {
        if (unary.operator().equals("not")) {
            return !truth(unary.operand());
        }
        @Nullable Object operand = value(unary.operand());
        boolean negative = unary.operator().equals("-");
        if (operand instanceof Long whole) {
            return negative ? -whole : whole;
        }
        double number = Values.number(operand, unary.offset());
        return negative ? -number : number;
    }

    private @Nullable Object binary(Node.Binary binary) {
        return switch (binary.operator()) {
            case "and", "&&" -> truth(binary.left()) && truth(binary.right());
            case "or", "||" -> truth(binary.left()) || truth(binary.right());
            case "??" -> {
                @Nullable Object left = value(binary.left());
                yield left == null ? value(binary.right()) : left;
            }
            default ->
                    operations.apply(
                            binary.operator(),
                            value(binary.left()),
                            value(binary.right()),
                            binary.offset());
        };
    }

    private @Nullable Object member(Node.Member member) {
        @Nullable Object target = value(member.target());
        if (target == null && member.optional()) {
            return null;
        }
        @Nullable Object key = value(member.key());
        if (target instanceof Map<?, ?> map) {
            return key == null ? null : map.get(key);
        }
        if (target instanceof List<?> list) {
            return element(list, Values.whole(key, member.offset()), member.offset());
        }
        if (target == null) {
            throw new ExpressionException(
                    member.offset(),
                    "cannot fetch " + Values.string(key, work, member.offset()) + " from nil");
        }
        throw Values.expected("a list or a map", target, member.offset());
    }

    /// Negative indexes count from the end.
    private static @Nullable Object element(List<?> list, long index, int offset) {
        long from = index < 0 ? index + list.size() : index;
        if (from < 0 || from >= list.size()) {
            throw new ExpressionException(
                    offset,
                    "index out of range: " + index + " (list length is " + list.size() + ")");
        }
        return list.get((int) from);
    }

    private Object slice(Node.Slice slice) {
        @Nullable Object target = value(slice.target());
        int size =
                target instanceof String text
                        ? text.length()
                        : Values.list(target, slice.offset()).size();
        int from = bound(slice.from(), 0, size);
        int to = Math.max(from, bound(slice.to(), size, size));
        work.spend(to - from, slice.offset());
        return target instanceof String text
                ? text.substring(from, to)
                : Values.list(target, slice.offset()).subList(from, to);
    }

    private int bound(@Nullable Node node, int usual, int size) {
        if (node == null) {
            return usual;
        }
        long index = Values.whole(value(node), node.offset());
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }
}
