package dev.slipway.promql.syntax;

import static java.util.Objects.requireNonNull;

/// A length of time as written after `offset` or between brackets; all but a plain [Literal] is
/// known only at evaluation. Immutable.
public sealed interface DurationExpr {
    /// What combines two durations; the numbers are seconds.
    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        MODULO("%"),
        POWER("^"),
        MIN("min_of"),
        MAX("max_of");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /// Whether it is written as a function rather than between its operands.
        public boolean isFunction() {
            return this == MIN || this == MAX;
        }
    }

    SourceSpan span();

    /// A number of seconds, or a duration.
    ///
    /// @param duration whether it was written as one, such as `5m`
    record Literal(SourceSpan span, double seconds, boolean duration) implements DurationExpr {
        /// Without the fraction: nanoseconds are what upstream counts, milliseconds what it uses.
        public long millis() {
            return Math.round(seconds * 1e9) / 1_000_000;
        }
    }

    /// `step()`: the resolution of the query.
    record Step(SourceSpan span) implements DurationExpr {}

    /// `range()`: the length of the query.
    record Range(SourceSpan span) implements DurationExpr {}

    /// In parentheses.
    record Wrapped(SourceSpan span, DurationExpr inner) implements DurationExpr {}

    record Negate(SourceSpan span, DurationExpr operand) implements DurationExpr {}

    record Combine(SourceSpan span, Operator operator, DurationExpr left, DurationExpr right)
            implements DurationExpr {
        public Combine {
            requireNonNull(operator, "operator");
        }
    }
}
