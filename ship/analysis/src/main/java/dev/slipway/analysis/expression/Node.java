package dev.slipway.analysis.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an expression; `offset` is where it stands in the text.
sealed interface Node {
    int offset();

    record Literal(@Nullable Object value, int offset) implements Node {}

    record Variable(String name, int offset) implements Node {}

    /// `#`: the element that a predicate is asked about.
    record Element(int offset) implements Node {}

    record Listing(List<Node> elements, int offset) implements Node {}

    record Mapping(List<Entry> entries, int offset) implements Node {}

    record Entry(Node key, Node value) {}

    /// `-`, `+` or `not`.
    record Unary(String operator, Node operand, int offset) implements Node {}

    record Binary(String operator, Node left, Node right, int offset) implements Node {}

    record Conditional(Node condition, Node then, Node otherwise, int offset) implements Node {}

    /// With `optional`, the member of nothing is nothing.
    record Member(Node target, Node key, boolean optional, int offset) implements Node {}

    /// From the one index to before the other; either may be absent.
    record Slice(Node target, @Nullable Node from, @Nullable Node to, int offset) implements Node {}

    record Call(String function, List<Node> arguments, int offset) implements Node {}
}
