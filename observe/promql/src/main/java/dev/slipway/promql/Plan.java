package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query ready to be evaluated: durations are milliseconds, `start()` and `end()` times, and
/// parentheses gone. Positions are offsets into the query, for what is to be said about a part of
/// it.
sealed interface Plan {
    int position();

    /// Whether it is the same at every step, so that evaluating it for one is enough.
    boolean isFixed();

    record NumberLiteral(int position, double value) implements Plan {
        @Override
        public boolean isFixed() {
            return true;
        }
    }

    record TextLiteral(int position, String text) implements Plan {
        @Override
        public boolean isFixed() {
            return true;
        }
    }

    /// When a selector looks, seen from a step.
    record Shift(@Nullable Long atMillis, long offsetMillis) {
        static final Shift NONE = new Shift(null, 0);

        long from(long stepMillis) {
            return (atMillis == null ? stepMillis : atMillis) - offsetMillis;
        }
    }

    /// That of the first selector or subquery in a part of a query.
    static Shift firstShift(Plan plan) {
        return switch (plan) {
            case NumberLiteral _, TextLiteral _ -> Shift.NONE;
            case Select select -> select.shift;
            case Range range -> range.shift();
            case Call call -> firstShift(call.arguments);
            case Aggregate aggregate -> firstShift(aggregate.operand);
            case Binary binary -> firstShift(List.of(binary.left, binary.right));
            case SetOperation set -> firstShift(List.of(set.left, set.right));
            case Negate negate -> firstShift(negate.operand);
        };
    }

    private static Shift firstShift(List<Plan> plans) {
        return plans.stream()
                .map(Plan::firstShift)
                .filter(each -> !each.equals(Shift.NONE))
                .findFirst()
                .orElse(Shift.NONE);
    }

    record Select(int position, List<Matcher> matchers, Shift shift, Expr.Edges edges)
            implements Plan {
        public Select {
            matchers = List.copyOf(matchers);
        }

        @Override
        public boolean isFixed() {
            return shift.atMillis() != null;
        }
    }

    /// What a range function looks at.
    sealed interface Range extends Plan {
        Shift shift();

        long rangeMillis();

        @Override
        default boolean isFixed() {
            return shift().atMillis() != null;
        }
    }

    record SelectRange(
            int position, List<Matcher> matchers, Shift shift, long rangeMillis, Expr.Edges edges)
            implements Range {
        public SelectRange {
            matchers = List.copyOf(matchers);
        }
    }

    record Subquery(int position, Plan inner, Shift shift, long rangeMillis, long stepMillis)
            implements Range {}

    record Call(int position, String function, List<Plan> arguments) implements Plan {
        public Call {
            requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
        }

        @Override
        public boolean isFixed() {
            // The second argument of `info` is only conditions.
            int looking = function.equals("info") ? 1 : arguments.size();
            return !Functions.dependsOnTime(function, arguments.size())
                    && arguments.stream().limit(looking).allMatch(Plan::isFixed);
        }
    }

    record Aggregate(
            int position,
            dev.slipway.promql.syntax.Aggregation operation,
            List<String> labels,
            boolean without,
            Plan operand,
            @Nullable Plan parameter)
            implements Plan {
        public Aggregate {
            labels = List.copyOf(labels);
        }

        @Override
        public boolean isFixed() {
            return operand.isFixed() && (parameter == null || parameter.isFixed());
        }
    }

    record Binary(
            int position, Operator operator, boolean bool, Matching matching, Plan left, Plan right)
            implements Plan {
        @Override
        public boolean isFixed() {
            return left.isFixed() && right.isFixed();
        }
    }

    record SetOperation(
            int position, SetOperator operator, Matching matching, Plan left, Plan right)
            implements Plan {
        @Override
        public boolean isFixed() {
            return left.isFixed() && right.isFixed();
        }
    }

    record Negate(int position, Plan operand) implements Plan {
        @Override
        public boolean isFixed() {
            return operand.isFixed();
        }
    }

    /// Operators on whole samples, by whether the other side has one.
    enum SetOperator {
        AND,
        OR,
        UNLESS
    }

    /// Which samples of two vectors belong together.
    ///
    /// @param on whether the labels are those that count, or those that do not
    /// @param include labels that a group modifier takes from the one side
    /// @param fillLeft value that stands for a sample that is missing on the left
    record Matching(
            Side many,
            boolean on,
            List<String> labels,
            List<String> include,
            @Nullable Double fillLeft,
            @Nullable Double fillRight) {
        static final Matching DEFAULT =
                new Matching(Side.NEITHER, false, List.of(), List.of(), null, null);

        /// The side that may have many samples for one on the other.
        enum Side {
            NEITHER,
            LEFT,
            RIGHT
        }

        public Matching {
            labels = List.copyOf(labels);
            include = List.copyOf(include);
        }
    }
}
