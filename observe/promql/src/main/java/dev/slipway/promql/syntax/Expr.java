package dev.slipway.promql.syntax;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression of PromQL. Immutable.
public sealed interface Expr {
    SourceSpan span();

    ValueType type();

    /// @param duration whether it was written as one, such as `5m` for 300
    record NumberLiteral(SourceSpan span, double value, boolean duration) implements Expr {
        public NumberLiteral(SourceSpan span, double value) {
            this(span, value, false);
        }

        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    record StringLiteral(SourceSpan span, String value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// Where in time a selector or subquery looks; null where nothing is written.
    record Shift(@Nullable DurationExpr offset, @Nullable AtModifier at) {
        public static final Shift NONE = new Shift(null, null);
    }

    /// What stands for the samples at the edges of a range.
    enum Edges {
        /// Only the samples within the range are seen.
        SAMPLED,
        /// The newest samples at the edges stand there.
        ANCHORED,
        /// Values at the edges are interpolated.
        SMOOTHED
    }

    /// @param name the metric's name if written before the braces, else empty
    /// @param matchers all conditions, that on `__name__` too
    record VectorSelector(
            SourceSpan span, String name, List<Matcher> matchers, Shift shift, Edges edges)
            implements Expr {
        public VectorSelector {
            matchers = List.copyOf(matchers);
            requireNonNull(edges, "edges");
        }

        public VectorSelector(SourceSpan span, String name, List<Matcher> matchers, Shift shift) {
            this(span, name, matchers, shift, Edges.SAMPLED);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// Shift and edges are those of the selector.
    record MatrixSelector(SourceSpan span, VectorSelector selector, DurationExpr range)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// @param step null for the default resolution
    record Subquery(
            SourceSpan span,
            Expr operand,
            DurationExpr range,
            @Nullable DurationExpr step,
            Shift shift)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    record Call(SourceSpan span, FunctionSignature function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.returns();
        }
    }

    /// @param without whether `grouping` is dropped rather than kept
    record Aggregate(
            SourceSpan span,
            Aggregation aggregation,
            @Nullable Expr parameter,
            Expr operand,
            boolean without,
            List<String> grouping)
            implements Expr {
        public Aggregate {
            grouping = List.copyOf(grouping);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// @param returnsBool whether a comparison has `bool`
    /// @param matching null unless both sides are vectors
    record Binary(
            BinaryOperator operator,
            Expr left,
            Expr right,
            boolean returnsBool,
            @Nullable VectorMatching matching)
            implements Expr {
        public Binary {
            requireNonNull(operator, "operator");
        }

        @Override
        public SourceSpan span() {
            return new SourceSpan(left.span().start(), right.span().end());
        }

        @Override
        public ValueType type() {
            boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
            return scalars ? ValueType.SCALAR : ValueType.VECTOR;
        }
    }

    /// A sign before an expression.
    record Unary(SourceSpan span, boolean negative, Expr operand) implements Expr {
        @Override
        public ValueType type() {
            return operand.type();
        }
    }

    record Paren(SourceSpan span, Expr inner) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }
}
