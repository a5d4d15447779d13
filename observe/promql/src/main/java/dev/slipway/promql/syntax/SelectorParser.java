package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Expr.Edges;
import dev.slipway.promql.syntax.Expr.MatrixSelector;
import dev.slipway.promql.syntax.Expr.Shift;
import dev.slipway.promql.syntax.Expr.Subquery;
import dev.slipway.promql.syntax.Expr.VectorSelector;
import dev.slipway.promql.syntax.Token.Kind;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Selectors, and what may follow an expression: ranges, subqueries, `offset`, `@`. Used by one
/// thread.
final class SelectorParser {
    private final Tokens tokens;
    private final DurationParser durations;

    SelectorParser(Tokens tokens) {
        this.tokens = tokens;
        this.durations = new DurationParser(tokens);
    }

    /// A name, braces or both, in which only equals signs stand.
    static Labels labels(String text) {
        Tokens tokens = new Tokens(Lexer.tokens(text));
        SelectorParser parser = new SelectorParser(tokens);
        Labels.Builder labels = Labels.builder();
        int start = tokens.peek().span().start();
        String name = tokens.peek().kind() == Kind.IDENTIFIER ? tokens.next().text() : "";
        List<Matcher> matchers = new ArrayList<>();
        if (tokens.take("{")) {
            parser.braces(name, start, matchers);
        }
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected("series description", "nothing more");
        }
        labels.set(Labels.METRIC_NAME, name);
        for (Matcher matcher : matchers) {
            if (matcher.type() != Matcher.Type.EQUAL) {
                throw new SyntaxException(
                        new SourceSpan(0, text.length()),
                        "series: %s (expected: labels with =)".formatted(matcher));
            }
            labels.set(matcher.name(), matcher.value());
        }
        return labels.build();
    }

    /// Braces alone, whatever they match.
    VectorSelector conditions() {
        int start = tokens.peek().span().start();
        List<Matcher> matchers = new ArrayList<>();
        tokens.expect("{", "label matching");
        braces("", start, matchers);
        SourceSpan span = new SourceSpan(start, tokens.lastEnd());
        return new VectorSelector(span, "", matchers, Shift.NONE);
    }

    /// A name, a name with braces, or braces alone.
    VectorSelector selector() {
        int start = tokens.peek().span().start();
        String name = tokens.peek().kind() == Kind.IDENTIFIER ? tokens.next().text() : "";
        List<Matcher> matchers = new ArrayList<>();
        if (tokens.take("{")) {
            braces(name, start, matchers);
        }
        SourceSpan span = new SourceSpan(start, tokens.lastEnd());
        if (!name.isEmpty()) {
            matchers.add(Matcher.equal(Labels.METRIC_NAME, name));
        } else if (matchers.stream().allMatch(Matcher::matchesEmpty)) {
            throw new SyntaxException(
                    span, "vector selector must contain at least one non-empty matcher");
        }
        return new VectorSelector(span, name, matchers, Shift.NONE);
    }

    /// The expression with all that follows it.
    Expr suffixes(Expr expr) {
        Expr result = expr;
        while (true) {
            Token token = tokens.peek();
            if (token.is("[")) {
                result = brackets(result);
            } else if (token.isWord("offset")) {
                tokens.next();
                result = offset(result);
            } else if (token.is("@")) {
                tokens.next();
                result = at(result);
            } else if (token.isWord("anchored")) {
                result = edges(result, tokens.next().span().end(), Edges.ANCHORED);
            } else if (token.isWord("smoothed")) {
                result = edges(result, tokens.next().span().end(), Edges.SMOOTHED);
            } else {
                return result;
            }
        }
    }

    private void braces(String name, int start, List<Matcher> matchers) {
        while (!tokens.take("}")) {
            Token label = tokens.next();
            boolean quoted = label.kind() == Kind.STRING;
            if (!quoted && (label.kind() != Kind.IDENTIFIER || label.text().contains(":"))) {
                throw new SyntaxException(
                        label.span(),
                        "unexpected %s in label matching, expected identifier or \"}\""
                                .formatted(label.description()));
            }
            boolean isName = quoted && (tokens.peek().is(",") || tokens.peek().is("}"));
            Matcher matcher =
                    isName ? Matcher.equal(Labels.METRIC_NAME, label.text()) : matcher(label);
            if (matcher.name().equals(Labels.METRIC_NAME) && !name.isEmpty()) {
                throw nameTwice(new SourceSpan(start, tokens.lastEnd()), name, matcher.value());
            }
            matchers.add(matcher);
            if (tokens.peek().kind() == Kind.END) {
                throw new SyntaxException(
                        tokens.peek().span(), "unexpected end of input inside braces");
            }
            if (!tokens.peek().is("}") && !tokens.take(",")) {
                throw tokens.unexpected("label matching", "\",\" or \"}\"");
            }
        }
    }

    private static SyntaxException nameTwice(SourceSpan span, String first, String second) {
        return new SyntaxException(
                span,
                "metric name must not be set twice: \"%s\" or \"%s\"".formatted(first, second));
    }

    private Matcher matcher(Token label) {
        Token operator = tokens.next();
        Matcher.@Nullable Type type = null;
        for (Matcher.Type each : Matcher.Type.values()) {
            type = operator.is(each.operator()) ? each : type;
        }
        if (type == null) {
            throw new SyntaxException(
                    operator.span(),
                    "unexpected %s in label matching, expected label matching operator"
                            .formatted(operator.description()));
        }
        Token value = tokens.next();
        if (value.kind() != Kind.STRING) {
            throw new SyntaxException(
                    value.span(),
                    "unexpected %s in label matching, expected string"
                            .formatted(value.description()));
        }
        try {
            return Matcher.of(type, label.text(), value.text());
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(value.span(), String.valueOf(e.getMessage()));
        }
    }

    private Expr brackets(Expr expr) {
        SourceSpan bracket = tokens.peek().span();
        tokens.expect("[", "range");
        if (tokens.peek().is(":")) {
            throw tokens.unexpected("subquery selector", "a duration such as 5m");
        }
        DurationExpr range = durations.inBrackets();
        if (tokens.take(":")) {
            DurationExpr step = tokens.peek().is("]") ? null : durations.inBrackets();
            tokens.expect("]", "subquery selector");
            return subquery(expr, range, step);
        }
        tokens.expect("]", "range");
        SourceSpan span = new SourceSpan(expr.span().start(), tokens.lastEnd());
        if (!(expr instanceof VectorSelector selector)) {
            throw new SyntaxException(bracket, "ranges only allowed for vector selectors");
        }
        if (selector.shift().offset() != null) {
            throw new SyntaxException(bracket, "no offset modifiers allowed before range");
        }
        if (selector.shift().at() != null) {
            throw new SyntaxException(bracket, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(span, selector, range);
    }

    private Expr subquery(Expr expr, DurationExpr range, @Nullable DurationExpr step) {
        if (expr.type() != ValueType.VECTOR) {
            throw new SyntaxException(
                    expr.span(),
                    "subquery is only allowed on instant vector, got %s instead"
                            .formatted(expr.type().shortName()));
        }
        SourceSpan span = new SourceSpan(expr.span().start(), tokens.lastEnd());
        return new Subquery(span, expr, range, step, Shift.NONE);
    }

    private Expr offset(Expr expr) {
        DurationExpr offset = durations.afterOffset();
        Shift shift = shift(expr, "offset");
        if (shift.offset() != null) {
            throw new SyntaxException(expr.span(), "offset may not be set multiple times");
        }
        return shifted(expr, new Shift(offset, shift.at()));
    }

    private Expr at(Expr expr) {
        AtModifier at = instant(expr.span());
        Shift shift = shift(expr, "@");
        if (shift.at() != null) {
            throw new SyntaxException(expr.span(), "@ <timestamp> may not be set multiple times");
        }
        return shifted(expr, new Shift(shift.offset(), at));
    }

    private AtModifier instant(SourceSpan selector) {
        Token token = tokens.peek();
        if (token.isWord("start") || token.isWord("end")) {
            tokens.next();
            tokens.expect("(", "@ modifier");
            tokens.expect(")", "@ modifier");
            return token.isWord("start") ? new AtModifier.Start() : new AtModifier.End();
        }
        boolean negative = tokens.peek().is("-");
        if (negative || tokens.peek().is("+")) {
            tokens.next();
        }
        Token number = tokens.peek();
        if (number.kind() != Kind.NUMBER && number.kind() != Kind.DURATION && !isConstant(number)) {
            throw tokens.unexpected("@", "timestamp");
        }
        tokens.next();
        double seconds = isConstant(number) ? Double.NaN : value(number);
        // Halves are rounded away from zero, as Go does.
        double size = Math.floor(seconds * 1_000 + 0.5);
        double millis = negative ? -size : size;
        // Comparisons with NaN are false, which refuses it too.
        boolean inRange = millis < Long.MAX_VALUE && millis > Long.MIN_VALUE;
        if (!inRange) {
            throw new SyntaxException(
                    selector, "timestamp out of bounds for @ modifier: " + number.text());
        }
        return new AtModifier.Timestamp((long) millis);
    }

    private static boolean isConstant(Token token) {
        return token.isWord("inf") || token.isWord("nan");
    }

    private static double value(Token token) {
        return token.kind() == Kind.NUMBER ? Literals.number(token) : Literals.seconds(token);
    }

    private static Expr edges(Expr expr, int end, Edges edges) {
        String name = edges.name().toLowerCase(Locale.ROOT);
        VectorSelector selector =
                switch (expr) {
                    case VectorSelector vector -> vector;
                    case MatrixSelector matrix -> matrix.selector();
                    case Subquery subquery ->
                            throw new SyntaxException(
                                    subquery.span(),
                                    name + " modifier is not supported for subqueries");
                    default ->
                            throw new SyntaxException(
                                    expr.span(), name + " modifier not implemented");
                };
        if (selector.edges() != Edges.SAMPLED && selector.edges() != edges) {
            throw new SyntaxException(
                    expr.span(), "anchored and smoothed modifiers cannot be used together");
        }
        VectorSelector extended =
                new VectorSelector(
                        new SourceSpan(expr.span().start(), end),
                        selector.name(),
                        selector.matchers(),
                        selector.shift(),
                        edges);
        return expr instanceof MatrixSelector matrix
                ? new MatrixSelector(extended.span(), extended, matrix.range())
                : extended;
    }

    private static Shift shift(Expr expr, String modifier) {
        return switch (expr) {
            case VectorSelector selector -> selector.shift();
            case MatrixSelector matrix -> matrix.selector().shift();
            case Subquery subquery -> subquery.shift();
            default ->
                    throw new SyntaxException(
                            expr.span(),
                            modifier
                                    + " modifier must be preceded by an instant vector selector or"
                                    + " range vector selector or a subquery");
        };
    }

    private Expr shifted(Expr expr, Shift shift) {
        SourceSpan span = new SourceSpan(expr.span().start(), tokens.lastEnd());
        return switch (expr) {
            case VectorSelector(var _, var name, var matchers, var _, var edges) ->
                    new VectorSelector(span, name, matchers, shift, edges);
            case MatrixSelector matrix ->
                    new MatrixSelector(
                            span,
                            (VectorSelector) shifted(matrix.selector(), shift),
                            matrix.range());
            case Subquery(var _, var operand, var range, var step, var _) ->
                    new Subquery(span, operand, range, step, shift);
            default -> throw new IllegalStateException("Not to be shifted: " + expr);
        };
    }
}
