package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.DurationExpr.Operator;
import dev.slipway.promql.syntax.Token.Kind;

/// Durations after `offset` and between brackets. Used by one thread.
final class DurationParser {
    private static final int DEPTH_MAX = 100;

    private final Tokens tokens;
    private int depth;
    private String context = "";

    DurationParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Between brackets, where operators need no parentheses.
    DurationExpr inBrackets() {
        context = "duration expression";
        DurationExpr duration = sum();
        if (duration instanceof DurationExpr.Literal literal && literal.millis() <= 0) {
            throw new SyntaxException(literal.span(), "duration must be greater than 0");
        }
        return duration;
    }

    /// After `offset`, where they do.
    DurationExpr afterOffset() {
        context = "offset";
        return signed();
    }

    private DurationExpr sum() {
        enter();
        DurationExpr left = product();
        while (tokens.peek().is("+") || tokens.peek().is("-")) {
            Operator operator = tokens.next().is("+") ? Operator.ADD : Operator.SUBTRACT;
            left = combined(operator, left, product());
        }
        depth--;
        return left;
    }

    private DurationExpr product() {
        DurationExpr left = power();
        while (tokens.peek().is("*") || tokens.peek().is("/") || tokens.peek().is("%")) {
            Token token = tokens.next();
            Operator operator =
                    token.is("*")
                            ? Operator.MULTIPLY
                            : token.is("/") ? Operator.DIVIDE : Operator.MODULO;
            left = combined(operator, left, power());
        }
        return left;
    }

    private DurationExpr power() {
        DurationExpr base = signed();
        if (tokens.take("^")) {
            enter();
            DurationExpr exponent = power();
            depth--;
            return combined(Operator.POWER, base, exponent);
        }
        return base;
    }

    private DurationExpr signed() {
        int start = tokens.peek().span().start();
        if (tokens.take("-")) {
            enter();
            DurationExpr operand = tokens.peek(1).is("^") ? power() : signed();
            depth--;
            SourceSpan span = new SourceSpan(start, tokens.lastEnd());
            return operand instanceof DurationExpr.Literal literal
                    ? new DurationExpr.Literal(span, -literal.seconds(), literal.duration())
                    : new DurationExpr.Negate(span, operand);
        }
        tokens.take("+");
        return primary();
    }

    private DurationExpr primary() {
        Token token = tokens.peek();
        if (token.kind() == Kind.DURATION) {
            tokens.next();
            return new DurationExpr.Literal(token.span(), Literals.seconds(token), true);
        }
        if (token.kind() == Kind.NUMBER) {
            tokens.next();
            return new DurationExpr.Literal(token.span(), Literals.numberOfSeconds(token), false);
        }
        if (tokens.take("(")) {
            DurationExpr inner = sum();
            tokens.expect(")", "duration expression");
            SourceSpan span = new SourceSpan(token.span().start(), tokens.lastEnd());
            return inner instanceof DurationExpr.Wrapped
                    ? inner
                    : new DurationExpr.Wrapped(span, inner);
        }
        if (token.kind() == Kind.IDENTIFIER && tokens.peek(1).is("(")) {
            return function();
        }
        throw tokens.unexpected(
                context, context.equals("offset") ? "number, duration, step(), or range()" : "");
    }

    private DurationExpr function() {
        Token name = tokens.next();
        tokens.expect("(", "duration expression");
        int start = name.span().start();
        if (name.isWord("step") || name.isWord("range")) {
            tokens.expect(")", "duration expression");
            SourceSpan span = new SourceSpan(start, tokens.lastEnd());
            return name.isWord("step") ? new DurationExpr.Step(span) : new DurationExpr.Range(span);
        }
        if (name.isWord("min_of") || name.isWord("max_of")) {
            DurationExpr left = sum();
            tokens.expect(",", "duration expression");
            DurationExpr right = sum();
            tokens.expect(")", "duration expression");
            SourceSpan span = new SourceSpan(start, tokens.lastEnd());
            Operator operator = name.isWord("min_of") ? Operator.MIN : Operator.MAX;
            return new DurationExpr.Combine(span, operator, left, right);
        }
        throw new SyntaxException(
                name.span(),
                "unexpected \""
                        + name.text()
                        + "\" in duration expression, expected step, range, min_of or max_of");
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new SyntaxException(
                    tokens.peek().span(), "duration nested deeper than " + DEPTH_MAX);
        }
    }

    private static DurationExpr combined(Operator operator, DurationExpr left, DurationExpr right) {
        SourceSpan span = new SourceSpan(left.span().start(), right.span().end());
        return new DurationExpr.Combine(span, operator, left, right);
    }
}
