package dev.slipway.hcl.syntax;

import dev.slipway.hcl.depth.Depth;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses expressions by recursive descent, operators by precedence. Mistakes that do not hide the
/// rest are collected, others end the expression.
final class ExpressionParser {
    /// Deeper nesting would exhaust the stack.
    private static final int DEPTH_MAX = 200;

    private final Tokens tokens;
    private final Diagnostics diagnostics;
    private final TemplateParser templates;
    private final CollectionParser collections;
    private int depth;

    ExpressionParser(Tokens tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
        this.templates = new TemplateParser(tokens, this);
        this.collections = new CollectionParser(tokens, this);
    }

    TemplateParser templates() {
        return templates;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    Expression expression() throws SyntaxException {
        deeper();
        Expression expression = Depth.deeper(this::whole);
        depth--;
        return expression;
    }

    private Expression whole() throws SyntaxException {
        Expression condition = binary(1);
        return tokens.kind() == TokenKind.QUESTION ? conditional(condition) : condition;
    }

    private void deeper() throws SyntaxException {
        checkDepth(++depth);
    }

    /// Throws if `levels` are too many.
    void checkDepth(int levels) throws SyntaxException {
        if (levels > DEPTH_MAX) {
            throw new SyntaxException(
                    "Expression nested too deeply",
                    "Expressions may be nested at most " + DEPTH_MAX + " levels deep.",
                    tokens.range(tokens.peek()));
        }
    }

    private Expression conditional(Expression condition) throws SyntaxException {
        tokens.next();
        Expression whenTrue = expression();
        if (!tokens.accept(TokenKind.COLON)) {
            throw new SyntaxException(
                    "Missing false expression in conditional",
                    "The conditional operator (...?...:...) requires a false expression, delimited"
                            + " by a colon.",
                    tokens.range(tokens.peek()));
        }
        Expression whenFalse = expression();
        SourceRange range = condition.range().to(whenFalse.range());
        return new Expression.Conditional(range, condition, whenTrue, whenFalse);
    }

    private Expression binary(int strength) throws SyntaxException {
        Expression left = unary();
        while (true) {
            Expression.BinaryOperator operator = Expression.BinaryOperator.of(tokens.kind());
            if (operator == null || operator.strength() < strength) {
                return left;
            }
            tokens.next();
            Expression right = binary(operator.strength() + 1);
            left = new Expression.Binary(left.range().to(right.range()), operator, left, right);
        }
    }

    private Expression unary() throws SyntaxException {
        Token sign = tokens.peek();
        Expression.UnaryOperator operator =
                switch (tokens.kind()) {
                    case NOT -> Expression.UnaryOperator.NOT;
                    case MINUS -> Expression.UnaryOperator.NEGATE;
                    default -> null;
                };
        if (operator == null) {
            return withTraversals(term());
        }
        tokens.next();
        deeper();
        Expression operand = Depth.deeper(this::unary);
        depth--;
        return new Expression.Unary(tokens.range(sign).to(operand.range()), operator, operand);
    }

    private Expression term() throws SyntaxException {
        Token token = tokens.peek();
        return switch (tokens.kind()) {
            case OPEN_PARENTHESIS -> parentheses();
            case NUMBER -> number(tokens.next());
            case IDENTIFIER -> name();
            case OPEN_QUOTE, OPEN_HEREDOC -> templates.template();
            case OPEN_BRACKET -> collections.tuple();
            case OPEN_BRACE -> collections.object();
            case END -> throw missing(token);
            default -> throw invalid(token);
        };
    }

    private SyntaxException missing(Token token) {
        return new SyntaxException(
                "Missing expression",
                "Expected the start of an expression, but found the end of the file.",
                tokens.range(token));
    }

    private SyntaxException invalid(Token token) {
        String found =
                switch (token.kind()) {
                    case CLOSE_TEMPLATE -> "the end of the template sequence";
                    case NEWLINE, COMMENT -> "the end of the line";
                    default -> "an invalid expression token";
                };
        return new SyntaxException(
                "Invalid expression",
                "Expected the start of an expression, but found " + found + ".",
                tokens.range(token));
    }

    private Expression parentheses() throws SyntaxException {
        Token open = tokens.next();
        tokens.pushNewlines(false);
        Expression inner = expression();
        if (tokens.kind() != TokenKind.CLOSE_PARENTHESIS) {
            throw new SyntaxException(
                    "Unbalanced parentheses",
                    "Expected a closing parenthesis to terminate the expression.",
                    tokens.range(tokens.peek()));
        }
        Token close = tokens.next();
        tokens.popNewlines();
        return new Expression.Parentheses(tokens.range(open, close), inner);
    }

    private Expression number(Token token) {
        return new Expression.NumberLiteral(tokens.range(token), tokens.text(token));
    }

    private Expression name() throws SyntaxException {
        Token name = tokens.next();
        SourceRange range = tokens.range(name);
        if (tokens.kind() == TokenKind.OPEN_PARENTHESIS
                || tokens.kind() == TokenKind.DOUBLE_COLON) {
            return call(name);
        }
        return switch (tokens.text(name)) {
            case "true" -> new Expression.BoolLiteral(range, true);
            case "false" -> new Expression.BoolLiteral(range, false);
            case "null" -> new Expression.NullLiteral(range);
            default -> new Expression.Variable(range, tokens.text(name));
        };
    }

    private Expression call(Token first) throws SyntaxException {
        StringBuilder name = new StringBuilder(tokens.text(first));
        Token last = first;
        while (tokens.accept(TokenKind.DOUBLE_COLON)) {
            if (tokens.kind() != TokenKind.IDENTIFIER) {
                throw new SyntaxException(
                        "Missing function name",
                        "Function scope resolution symbol :: must be followed by a function name"
                                + " in this scope.",
                        tokens.range(tokens.peek()));
            }
            last = tokens.next();
            name.append("::").append(tokens.text(last));
        }
        SourceRange nameRange = tokens.range(first, last);
        if (tokens.kind() != TokenKind.OPEN_PARENTHESIS) {
            throw new SyntaxException(
                    "Missing open parenthesis",
                    "Function selector must be followed by an open parenthesis to begin the"
                            + " function call.",
                    tokens.range(tokens.peek()));
        }
        tokens.next();
        tokens.pushNewlines(false);
        List<Expression> arguments = new ArrayList<>();
        boolean expands = arguments(arguments);
        Token close = tokens.next();
        tokens.popNewlines();
        SourceRange range = nameRange.to(tokens.range(close));
        return new Expression.Call(range, name.toString(), nameRange, arguments, expands);
    }

    /// Up to the closing parenthesis; says whether the last argument is expanded.
    private boolean arguments(List<Expression> arguments) throws SyntaxException {
        while (tokens.kind() != TokenKind.CLOSE_PARENTHESIS) {
            arguments.add(expression());
            if (tokens.accept(TokenKind.ELLIPSIS)) {
                if (tokens.kind() != TokenKind.CLOSE_PARENTHESIS) {
                    throw new SyntaxException(
                            "Missing closing parenthesis",
                            "An expanded function argument (with ...) must be immediately followed"
                                    + " by closing parentheses.",
                            tokens.range(tokens.peek()));
                }
                return true;
            }
            if (!tokens.accept(TokenKind.COMMA) && tokens.kind() != TokenKind.CLOSE_PARENTHESIS) {
                throw tokens.kind() == TokenKind.END
                        ? new SyntaxException(
                                "Unterminated function call",
                                "There is no closing parenthesis for this function call before the"
                                        + " end of the file. This may be caused by incorrect"
                                        + " parenthesis nesting elsewhere in this file.",
                                tokens.range(tokens.peek()))
                        : new SyntaxException(
                                "Missing argument separator",
                                "A comma is required to separate each function argument from the"
                                        + " next.",
                                tokens.range(tokens.peek()));
            }
        }
        return false;
    }

    private Expression withTraversals(Expression start) throws SyntaxException {
        Expression source = start;
        for (int steps = 0; ; steps++) {
            checkDepth(steps);
            Expression next =
                    switch (tokens.kind()) {
                        case DOT -> afterDot(source, true);
                        case OPEN_BRACKET -> inBrackets(source, true);
                        default -> null;
                    };
            if (next == null) {
                return source;
            }
            source = next;
        }
    }

    private Expression afterDot(Expression source, boolean splats) throws SyntaxException {
        Token dot = tokens.next();
        Token token = tokens.peek();
        return switch (tokens.kind()) {
            case IDENTIFIER -> {
                tokens.next();
                yield new Expression.GetAttribute(
                        tokens.range(source, token),
                        source,
                        tokens.text(token),
                        tokens.range(token));
            }
            case NUMBER -> {
                yield legacyIndex(source, dot, tokens.next());
            }
            case STAR -> {
                if (!splats) {
                    throw new SyntaxException(
                            "Nested splat expression not allowed",
                            "A splat expression (*) cannot be used inside another attribute-only"
                                    + " splat expression.",
                            tokens.range(token));
                }
                tokens.next();
                yield attributeSplat(source, tokens.range(dot, token));
            }
            default ->
                    throw new SyntaxException(
                            "Invalid attribute name",
                            "An attribute name is required after a dot.",
                            tokens.range(token));
        };
    }

    /// `a.0`; in `a.0.1` the lexer sees the number 0.1.
    private Expression legacyIndex(Expression source, Token dot, Token number)
            throws SyntaxException {
        String digits = tokens.text(number);
        if (!digits.chars().allMatch(each -> each >= '0' && each <= '9')) {
            throw new SyntaxException(
                    "Invalid legacy index syntax",
                    "When using the legacy index syntax, chaining two indexes together is not"
                            + " permitted. Use the proper index syntax instead, like [0][0].",
                    tokens.range(number));
        }
        return new Expression.Index(
                tokens.range(source, number),
                source,
                new Expression.NumberLiteral(tokens.range(number), digits),
                tokens.range(dot, number));
    }

    /// What follows `.*` belongs to every element only as long as it is attributes.
    private Expression attributeSplat(Expression source, SourceRange symbol)
            throws SyntaxException {
        Expression each = new Expression.Element(symbol);
        for (int steps = 0; tokens.kind() == TokenKind.DOT; steps++) {
            checkDepth(steps);
            each = afterDot(each, false);
        }
        return new Expression.Splat(
                source.range().to(symbol).to(each.range()), source, each, symbol);
    }

    private Expression inBrackets(Expression source, boolean splats) throws SyntaxException {
        Token open = tokens.next();
        tokens.pushNewlines(false);
        if (splats && tokens.kind() == TokenKind.STAR) {
            tokens.next();
            Token close = closeBracket();
            return fullSplat(source, tokens.range(open, close));
        }
        Expression key = expression();
        Token close = closeBracket();
        return new Expression.Index(
                tokens.range(source, close), source, key, tokens.range(open, close));
    }

    private Token closeBracket() throws SyntaxException {
        if (tokens.kind() != TokenKind.CLOSE_BRACKET) {
            throw new SyntaxException(
                    "Missing close bracket on index",
                    "The index operator must end with a closing bracket (\"]\").",
                    tokens.range(tokens.peek()));
        }
        Token close = tokens.next();
        tokens.popNewlines();
        return close;
    }

    /// Everything that follows `[*]` belongs to every element.
    private Expression fullSplat(Expression source, SourceRange symbol) throws SyntaxException {
        deeper();
        Expression element = new Expression.Element(symbol);
        Expression each = Depth.deeper(() -> withTraversals(element));
        depth--;
        return new Expression.Splat(
                source.range().to(symbol).to(each.range()), source, each, symbol);
    }

    /// The string a quoted literal stands for, or `null` if the token does not begin one.
    @Nullable String quotedLiteral() throws SyntaxException {
        Expression template = templates.template();
        return template instanceof Expression.Template it && !it.wraps() ? it.literal() : null;
    }
}
