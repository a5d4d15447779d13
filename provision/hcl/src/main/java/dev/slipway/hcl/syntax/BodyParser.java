package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses bodies. After a mistake it goes on at the next line that is not inside brackets opened
/// since, so that one file tells all its mistakes.
final class BodyParser {
    private static final int DEPTH_MAX = 100;

    private final Tokens tokens;
    private final Diagnostics diagnostics;
    private int depth;

    /// Whether a mistake hid the rest of the file, so that blocks only seem not to be closed.
    private boolean lost;

    BodyParser(Tokens tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
    }

    /// A whole file.
    Body file() {
        SourceRange start = tokens.range(tokens.peek());
        return body(TokenKind.END, new SourceRange(start.source(), start.start(), start.start()));
    }

    /// Everything up to `end`, which is left for the caller.
    private Body body(TokenKind end, SourceRange start) {
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        Map<String, SourceRange> seen = new HashMap<>();
        while (tokens.kind() != end && tokens.kind() != TokenKind.END) {
            if (tokens.accept(TokenKind.NEWLINE)) {
                continue;
            }
            int mark = tokens.mark();
            try {
                item(attributes, blocks, seen);
            } catch (SyntaxException problem) {
                diagnostics.add(problem.diagnostic());
                recover(mark);
            }
        }
        return new Body(start, tokens.range(tokens.peek()), attributes, blocks);
    }

    private void item(
            List<Body.Attribute> attributes, List<Body.Block> blocks, Map<String, SourceRange> seen)
            throws SyntaxException {
        Token name = tokens.peek();
        if (tokens.kind() != TokenKind.IDENTIFIER) {
            throw unexpected(name);
        }
        tokens.next();
        switch (tokens.kind()) {
            case ASSIGN -> {
                Body.Attribute attribute = attribute(name);
                SourceRange earlier = seen.putIfAbsent(attribute.name(), attribute.nameRange());
                if (earlier == null) {
                    attributes.add(attribute);
                } else {
                    diagnostics.error(
                            "Attribute redefined",
                            "The argument \""
                                    + attribute.name()
                                    + "\" was already set at "
                                    + earlier
                                    + ". Each argument may be set only once.",
                            attribute.nameRange());
                }
            }
            case OPEN_BRACE, OPEN_QUOTE, IDENTIFIER -> blocks.add(block(name));
            default ->
                    throw new SyntaxException(
                            "Argument or block definition required",
                            "An argument or block definition is required here. To set an argument, use the"
                                    + " equals sign \"=\" to introduce the argument value.",
                            tokens.range(name));
        }
    }

    private SyntaxException unexpected(Token token) {
        if (token.kind() == TokenKind.OPEN_QUOTE) {
            return new SyntaxException(
                    "Invalid argument name",
                    "Argument names must not be quoted.",
                    tokens.range(token));
        }
        return new SyntaxException(
                "Argument or block definition required",
                "An argument or block definition is required here, but found "
                        + (token.kind() == TokenKind.INVALID
                                ? "a character that is not used in this language"
                                : "\"" + token.kind().label() + "\"")
                        + ".",
                tokens.range(token));
    }

    private Body.Attribute attribute(Token name) throws SyntaxException {
        tokens.next();
        int mark = tokens.mark();
        Expression expression;
        try {
            expression = new ExpressionParser(tokens, diagnostics).expression();
            endOfLine(
                    "Missing newline after argument",
                    "An argument definition must end with a newline.");
        } catch (SyntaxException problem) {
            // The argument is there, whatever it is: nobody should be told that it is missing.
            diagnostics.add(problem.diagnostic());
            recover(mark);
            expression = new Expression.NullLiteral(tokens.range(name));
        }
        SourceRange range = tokens.range(name).to(expression.range());
        return new Body.Attribute(range, tokens.text(name), tokens.range(name), expression);
    }

    private void endOfLine(String summary, String detail) throws SyntaxException {
        if (tokens.kind() != TokenKind.NEWLINE && tokens.kind() != TokenKind.END) {
            throw new SyntaxException(summary, detail, tokens.range(tokens.peek()));
        }
        tokens.accept(TokenKind.NEWLINE);
    }

    private Body.Block block(Token type) throws SyntaxException {
        List<Body.Label> labels = new ArrayList<>();
        while (tokens.kind() != TokenKind.OPEN_BRACE) {
            labels.add(label());
        }
        SourceRange header = tokens.range(type, tokens.previous());
        Token open = tokens.next();
        if (++depth > DEPTH_MAX) {
            throw new SyntaxException(
                    "Blocks nested too deeply",
                    "Blocks may be nested at most " + DEPTH_MAX + " levels deep.",
                    tokens.range(open));
        }
        Body body = tokens.kind() == TokenKind.NEWLINE ? manyLines(open) : oneLine(open);
        depth--;
        return new Body.Block(header, tokens.text(type), tokens.range(type), labels, body);
    }

    private Body.Label label() throws SyntaxException {
        Token token = tokens.peek();
        return switch (tokens.kind()) {
            case IDENTIFIER -> {
                tokens.next();
                yield new Body.Label(tokens.text(token), tokens.range(token));
            }
            case OPEN_QUOTE -> {
                String text = literal();
                SourceRange range = tokens.range(token, tokens.previous());
                if (text == null) {
                    throw new SyntaxException(
                            "Invalid string literal",
                            "Template sequences are not allowed in this string. To include a"
                                    + " literal \"$\", double it (as \"$$\") to escape it.",
                            range);
                }
                yield new Body.Label(text, range);
            }
            case NEWLINE, END ->
                    throw new SyntaxException(
                            "Invalid block definition",
                            "A block definition must have block content delimited by \"{\" and \"}\","
                                    + " starting on the same line as the block header.",
                            tokens.range(token));
            case ASSIGN ->
                    throw new SyntaxException(
                            "Invalid block definition",
                            "The equals sign \"=\" indicates an argument definition, and must not be used"
                                    + " when defining a block.",
                            tokens.range(token));
            default ->
                    throw new SyntaxException(
                            "Invalid block definition",
                            "Either a quoted string block label or an opening brace (\"{\") is expected"
                                    + " here.",
                            tokens.range(token));
        };
    }

    private @Nullable String literal() throws SyntaxException {
        return new ExpressionParser(tokens, diagnostics).quotedLiteral();
    }

    private Body manyLines(Token open) throws SyntaxException {
        Body body = body(TokenKind.CLOSE_BRACE, tokens.range(open));
        if (tokens.kind() != TokenKind.CLOSE_BRACE) {
            if (!lost) {
                diagnostics.error(
                        "Unclosed configuration block",
                        "There is no closing brace for this block before the end of the file. This"
                                + " may be caused by incorrect brace nesting elsewhere in this file.",
                        tokens.range(open));
            }
            lost = true;
            return body;
        }
        tokens.next();
        endOfLine(
                "Missing newline after block definition",
                "A block definition must end with a newline.");
        return body;
    }

    private Body oneLine(Token open) throws SyntaxException {
        List<Body.Attribute> attributes = new ArrayList<>();
        if (tokens.kind() != TokenKind.CLOSE_BRACE) {
            attributes.add(single());
        }
        if (tokens.kind() != TokenKind.CLOSE_BRACE) {
            throw invalidSingle();
        }
        Token close = tokens.next();
        endOfLine(
                "Missing newline after block definition",
                "A block definition must end with a newline.");
        return new Body(tokens.range(open), tokens.range(close), attributes, List.of());
    }

    private Body.Attribute single() throws SyntaxException {
        Token name = tokens.peek();
        if (tokens.kind() != TokenKind.IDENTIFIER) {
            throw unexpected(name);
        }
        tokens.next();
        if (tokens.kind() == TokenKind.OPEN_BRACE) {
            throw new SyntaxException(
                    "Invalid single-argument block definition",
                    "A single-line block definition cannot contain another block definition.",
                    tokens.range(name, tokens.peek()));
        }
        if (tokens.kind() != TokenKind.ASSIGN) {
            throw invalidSingle();
        }
        tokens.next();
        Expression expression = new ExpressionParser(tokens, diagnostics).expression();
        SourceRange range = tokens.range(name).to(expression.range());
        return new Body.Attribute(range, tokens.text(name), tokens.range(name), expression);
    }

    private SyntaxException invalidSingle() {
        Token found = tokens.peek();
        if (found.kind() == TokenKind.COMMA || found.kind() == TokenKind.IDENTIFIER) {
            return new SyntaxException(
                    "Invalid single-argument block definition",
                    "Single-line block syntax can include only one argument definition. To define"
                            + " multiple arguments, use the multi-line block syntax with one"
                            + " argument definition per line.",
                    tokens.range(found));
        }
        return new SyntaxException(
                "Invalid single-argument block definition",
                "A single-line block definition must end with a closing brace immediately after"
                        + " its single argument definition.",
                tokens.range(found));
    }

    /// Skips to the end of the line where everything that was opened since is closed.
    private void recover(int start) {
        tokens.reset(start);
        while (tokens.newlineDepth() > 1) {
            tokens.popNewlines();
        }
        int open = 0;
        int braces = 0;
        while (tokens.kind() != TokenKind.END) {
            TokenKind kind = tokens.next().kind();
            braces += kind == TokenKind.OPEN_BRACE ? 1 : kind == TokenKind.CLOSE_BRACE ? -1 : 0;
            // What closes more than was opened belongs to a block around.
            lost |= braces < 0;
            switch (kind) {
                case OPEN_BRACE,
                        OPEN_BRACKET,
                        OPEN_PARENTHESIS,
                        OPEN_INTERPOLATION,
                        OPEN_DIRECTIVE,
                        OPEN_QUOTE,
                        OPEN_HEREDOC ->
                        open++;
                case CLOSE_BRACE,
                        CLOSE_BRACKET,
                        CLOSE_PARENTHESIS,
                        CLOSE_TEMPLATE,
                        CLOSE_QUOTE,
                        CLOSE_HEREDOC ->
                        open--;
                case NEWLINE, COMMENT -> {
                    if (open <= 0 && tokens.endedLine()) {
                        return;
                    }
                }
                default -> {}
            }
        }
        lost = true;
    }
}
