package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses what stands in brackets and braces: tuples, objects and `for` expressions.
final class CollectionParser {
    private static final String INVALID_FOR = "Invalid 'for' expression";

    private final Tokens tokens;
    private final ExpressionParser parser;

    CollectionParser(Tokens tokens, ExpressionParser parser) {
        this.tokens = tokens;
        this.parser = parser;
    }

    Expression tuple() throws SyntaxException {
        Token open = tokens.next();
        tokens.pushNewlines(false);
        if (tokens.isWord("for")) {
            Expression loop = loop(open, TokenKind.CLOSE_BRACKET);
            tokens.popNewlines();
            return loop;
        }
        List<Expression> elements = new ArrayList<>();
        while (tokens.kind() != TokenKind.CLOSE_BRACKET) {
            if (tokens.kind() == TokenKind.END) {
                throw unterminatedTuple(open);
            }
            elements.add(parser.expression());
            if (!tokens.accept(TokenKind.COMMA) && tokens.kind() != TokenKind.CLOSE_BRACKET) {
                throw tokens.kind() == TokenKind.END
                        ? unterminatedTuple(open)
                        : new SyntaxException(
                                "Missing item separator",
                                "Expected a comma to mark the beginning of the next item.",
                                tokens.range(tokens.peek()));
            }
        }
        Token close = tokens.next();
        tokens.popNewlines();
        return new Expression.TupleLiteral(tokens.range(open, close), elements);
    }

    private SyntaxException unterminatedTuple(Token open) {
        return new SyntaxException(
                "Unterminated tuple constructor expression",
                "There is no corresponding closing bracket before the end of the file. This may be"
                        + " caused by incorrect bracket nesting elsewhere in this file.",
                tokens.range(open));
    }

    Expression object() throws SyntaxException {
        Token open = tokens.next();
        tokens.pushNewlines(false);
        if (tokens.isWord("for")) {
            Expression loop = loop(open, TokenKind.CLOSE_BRACE);
            tokens.popNewlines();
            return loop;
        }
        tokens.popNewlines();
        tokens.pushNewlines(true);
        List<Expression.Item> items = new ArrayList<>();
        skipNewlines();
        while (tokens.kind() != TokenKind.CLOSE_BRACE) {
            items.add(item(open));
            if (tokens.kind() == TokenKind.CLOSE_BRACE) {
                break;
            }
            if (tokens.kind() != TokenKind.COMMA && tokens.kind() != TokenKind.NEWLINE) {
                throw tokens.kind() == TokenKind.END
                        ? unterminatedObject(open)
                        : new SyntaxException(
                                "Missing attribute separator",
                                "Expected a newline or comma to mark the beginning of the next"
                                        + " attribute.",
                                tokens.range(tokens.peek()));
            }
            tokens.next();
            skipNewlines();
        }
        Token close = tokens.next();
        tokens.popNewlines();
        return new Expression.ObjectLiteral(tokens.range(open, close), items);
    }

    private void skipNewlines() {
        while (tokens.kind() == TokenKind.NEWLINE) {
            tokens.next();
        }
    }

    private SyntaxException unterminatedObject(Token open) {
        return new SyntaxException(
                "Unterminated object constructor expression",
                "There is no corresponding closing brace before the end of the file. This may be"
                        + " caused by incorrect brace nesting elsewhere in this file.",
                tokens.range(open));
    }

    private Expression.Item item(Token open) throws SyntaxException {
        if (tokens.kind() == TokenKind.END) {
            throw unterminatedObject(open);
        }
        Expression key = parser.expression();
        if (!tokens.accept(TokenKind.ASSIGN) && !tokens.accept(TokenKind.COLON)) {
            throw missingValue(open);
        }
        return new Expression.Item(key, parser.expression());
    }

    private SyntaxException missingValue(Token open) {
        SourceRange range = tokens.range(tokens.peek());
        return switch (tokens.kind()) {
            case END -> unterminatedObject(open);
            case NEWLINE, COMMA ->
                    new SyntaxException(
                            "Missing attribute value",
                            "Expected an attribute value, introduced by an equals sign (\"=\").",
                            range);
            case IDENTIFIER ->
                    new SyntaxException(
                            "Missing key/value separator",
                            "Expected an equals sign (\"=\") to mark the beginning of the attribute value."
                                    + " If you intended to given an attribute name containing periods or"
                                    + " spaces, write the name in quotes to create a string literal.",
                            range);
            default ->
                    new SyntaxException(
                            "Missing key/value separator",
                            "Expected an equals sign (\"=\") to mark the beginning of the attribute"
                                    + " value.",
                            range);
        };
    }

    private Expression loop(Token open, TokenKind end) throws SyntaxException {
        tokens.next();
        Expression.ForNames names = names(INVALID_FOR, "For expression");
        Expression collection = parser.expression();
        if (!tokens.accept(TokenKind.COLON)) {
            throw invalid("For expression requires a colon after the collection expression.");
        }
        Expression value = parser.expression();
        Expression key = null;
        if (tokens.kind() == TokenKind.ARROW) {
            if (end == TokenKind.CLOSE_BRACKET) {
                throw invalid("Key expression is not valid when building a tuple.");
            }
            tokens.next();
            key = value;
            value = parser.expression();
        }
        boolean grouped = tokens.kind() == TokenKind.ELLIPSIS;
        if (grouped) {
            if (key == null) {
                throw invalid("Grouping ellipsis (...) cannot be used when building a tuple.");
            }
            tokens.next();
        }
        Expression condition = condition();
        if (tokens.kind() != end) {
            throw invalid("Extra characters after the end of the 'for' expression.");
        }
        if (end == TokenKind.CLOSE_BRACE && key == null) {
            throw invalid("Key expression is required when building an object.");
        }
        SourceRange range = tokens.range(open, tokens.next());
        return new Expression.For(range, names, collection, key, value, condition, grouped);
    }

    private @Nullable Expression condition() throws SyntaxException {
        if (!tokens.isWord("if")) {
            return null;
        }
        tokens.next();
        return parser.expression();
    }

    private SyntaxException invalid(String detail) {
        return new SyntaxException(INVALID_FOR, detail, tokens.range(tokens.peek()));
    }

    /// `value in` or `key, value in`, after the word `for`.
    Expression.ForNames names(String summary, String what) throws SyntaxException {
        Token first = name(summary, what);
        Token second = null;
        if (tokens.accept(TokenKind.COMMA)) {
            second = name(summary, what);
        }
        if (!tokens.isWord("in")) {
            throw new SyntaxException(
                    summary,
                    what + " requires the 'in' keyword after its name declarations.",
                    tokens.range(tokens.peek()));
        }
        tokens.next();
        String key = second == null ? null : tokens.text(first);
        Token value = second == null ? first : second;
        return new Expression.ForNames(key, tokens.text(value), tokens.range(first, value));
    }

    private Token name(String summary, String what) throws SyntaxException {
        if (tokens.kind() != TokenKind.IDENTIFIER) {
            throw new SyntaxException(
                    summary,
                    what + " requires variable name after 'for'.",
                    tokens.range(tokens.peek()));
        }
        return tokens.next();
    }
}
