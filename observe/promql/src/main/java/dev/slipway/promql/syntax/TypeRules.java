package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.VectorMatching.Cardinality;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which expressions may stand where. The wording of the messages is that of Prometheus, which
/// people search for.
final class TypeRules {
    private static final int SUGGESTION_DISTANCE_MAX = 2;

    private TypeRules() {}

    static Optional<Aggregation> findAggregation(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        for (Aggregation aggregation : Aggregation.values()) {
            if (aggregation.text().equals(text)) {
                return Optional.of(aggregation);
            }
        }
        return Optional.empty();
    }

    static void checkUnary(Expr operand, SourceSpan span) {
        if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
            throw new SyntaxException(
                    span,
                    "unary expression only allowed on expressions of type scalar or instant vector,"
                            + " got \"%s\"".formatted(operand.type().description()));
        }
    }

    static void checkGrouping(BinaryOperator operator, SourceSpan span) {
        if (operator.isSet()) {
            throw new SyntaxException(
                    span, "no grouping allowed for \"%s\" operation".formatted(operator.text()));
        }
    }

    static void checkIncluded(
            boolean on, List<String> labels, List<String> include, SourceSpan span) {
        for (String label : include) {
            if (on && labels.contains(label)) {
                throw new SyntaxException(
                        span,
                        "label \"%s\" must not occur in ON and GROUP clause at once"
                                .formatted(label));
            }
        }
    }

    /// The expression with its matching completed: that of two vectors, none otherwise.
    static Expr binary(Expr.Binary written, SourceSpan sign) {
        BinaryOperator operator = written.operator();
        checkOperand(written.left());
        checkOperand(written.right());
        boolean scalarLeft = written.left().type() == ValueType.SCALAR;
        boolean scalarRight = written.right().type() == ValueType.SCALAR;
        if (written.returnsBool() && !operator.isComparison()) {
            throw new SyntaxException(
                    sign, "bool modifier can only be used on comparison operators");
        }
        if (operator.isComparison() && !written.returnsBool() && scalarLeft && scalarRight) {
            throw new SyntaxException(sign, "comparisons between scalars must use BOOL modifier");
        }
        if (operator.isSet() && (scalarLeft || scalarRight)) {
            throw new SyntaxException(
                    written.span(),
                    "set operator \"%s\" not allowed in binary scalar expression"
                            .formatted(operator.text()));
        }
        VectorMatching matching = written.matching();
        if (scalarLeft || scalarRight) {
            boolean used = matching != null && (matching.on() || !matching.labels().isEmpty());
            if (used) {
                throw new SyntaxException(
                        written.span(), "vector matching only allowed between instant vectors");
            }
            return written(written, null);
        }
        return matching != null ? written : written(written, usual(operator));
    }

    private static Expr.Binary written(
            Expr.Binary from, @org.jspecify.annotations.Nullable VectorMatching matching) {
        return new Expr.Binary(
                from.operator(), from.left(), from.right(), from.returnsBool(), matching);
    }

    private static VectorMatching usual(BinaryOperator operator) {
        Cardinality cardinality =
                operator.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
        return new VectorMatching(cardinality, false, List.of(), List.of(), null, null);
    }

    private static void checkOperand(Expr operand) {
        if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
            throw new SyntaxException(
                    operand.span(),
                    "binary expression must contain only scalar and instant vector types");
        }
    }

    static Expr aggregate(
            Aggregation aggregation,
            List<Expr> arguments,
            boolean without,
            List<String> labels,
            SourceSpan span) {
        Optional<ValueType> parameter = aggregation.findParameterType();
        if (arguments.isEmpty()) {
            throw new SyntaxException(span, "no arguments for aggregate expression provided");
        }
        int wanted = parameter.isPresent() ? 2 : 1;
        if (arguments.size() != wanted) {
            throw new SyntaxException(
                    span,
                    "wrong number of arguments for aggregate expression provided, expected %d, got %d"
                            .formatted(wanted, arguments.size()));
        }
        Expr operand = arguments.getLast();
        parameter.ifPresent(type -> expect(arguments.getFirst(), type, "aggregation parameter"));
        expect(operand, ValueType.VECTOR, "aggregation expression");
        Expr first = parameter.isPresent() ? arguments.getFirst() : null;
        return new Expr.Aggregate(span, aggregation, first, operand, without, labels);
    }

    static Expr call(FunctionSignature function, List<Expr> arguments, SourceSpan span) {
        int count = arguments.size();
        int min = function.minArguments();
        int max = function.maxArguments();
        if (min == max && count != min) {
            throw wrongCount(span, "expected " + min, function, count);
        }
        if (count < min) {
            throw wrongCount(span, "expected at least " + min, function, count);
        }
        if (count > max) {
            throw wrongCount(span, "expected at most " + max, function, count);
        }
        for (int i = 0; i < count; i++) {
            expect(
                    arguments.get(i),
                    function.argument(i),
                    "call to function \"" + function.name() + "\"");
        }
        return new Expr.Call(span, function, arguments);
    }

    static String unknownFunction(String name) {
        int allowed = Math.min(SUGGESTION_DISTANCE_MAX, name.length() / 3);
        String message = "unknown function with name \"" + name + "\"";
        return FunctionCatalogue.all().stream()
                .map(FunctionSignature::name)
                .filter(each -> distance(each, name) <= allowed)
                .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                .map(nearest -> message + ", did you mean \"" + nearest + "\"?")
                .orElse(message);
    }

    private static SyntaxException wrongCount(
            SourceSpan span, String expected, FunctionSignature function, int count) {
        return new SyntaxException(
                span,
                "%s argument(s) in call to \"%s\", got %d"
                        .formatted(expected, function.name(), count));
    }

    private static void expect(Expr expr, ValueType type, String context) {
        if (expr.type() != type) {
            throw new SyntaxException(
                    expr.span(),
                    "expected type %s in %s, got %s"
                            .formatted(type.description(), context, expr.type().description()));
        }
    }

    /// Insertions, deletions and replacements between two words.
    private static int distance(String left, String right) {
        if (Math.abs(left.length() - right.length()) > SUGGESTION_DISTANCE_MAX) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
