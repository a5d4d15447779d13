package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses templates: in quotes, in heredocs, and bare. First into a flat list, on which blanks are
/// trimmed and heredocs are moved to the left; then `if` and `for` are nested.
final class TemplateParser {
    private final Tokens tokens;
    private final ExpressionParser parser;

    TemplateParser(Tokens tokens, ExpressionParser parser) {
        this.tokens = tokens;
        this.parser = parser;
    }

    Expression template() throws SyntaxException {
        Token open = tokens.next();
        boolean heredoc = open.kind() == TokenKind.OPEN_HEREDOC;
        TokenKind end = heredoc ? TokenKind.CLOSE_HEREDOC : TokenKind.CLOSE_QUOTE;
        tokens.pushNewlines(true);
        List<FlatPart> flat = flat(end, open);
        Token close = tokens.next();
        tokens.popNewlines();
        SourceRange range = tokens.range(open, close);
        boolean wraps = flat.size() == 1 && flat.getFirst() instanceof FlatPart.Value;
        if (heredoc && tokens.source().text().startsWith("<<-", open.start())) {
            Indentation.remove(flat);
        }
        return new Expression.Template(range, new TemplateNesting(flat, range).parts(), wraps);
    }

    Expression bare() throws SyntaxException {
        Token first = tokens.peek();
        List<FlatPart> flat = flat(TokenKind.END, first);
        SourceRange range = tokens.range(first, tokens.peek());
        boolean wraps = flat.size() == 1 && flat.getFirst() instanceof FlatPart.Value;
        return new Expression.Template(range, new TemplateNesting(flat, range).parts(), wraps);
    }

    private List<FlatPart> flat(TokenKind end, Token open) throws SyntaxException {
        List<FlatPart> parts = new ArrayList<>();
        boolean trimNext = false;
        while (tokens.kind() != end) {
            Token token = tokens.peek();
            FlatPart part =
                    switch (tokens.kind()) {
                        case QUOTED_TEXT, TEXT -> literal(tokens.next());
                        case OPEN_INTERPOLATION, OPEN_DIRECTIVE -> sequence(parts);
                        default -> throw unterminated(open, token);
                    };
            if (part instanceof FlatPart.Literal text && trimNext) {
                text.text = text.text.stripLeading();
            }
            trimNext = !(part instanceof FlatPart.Literal) && endsWithStrip();
            parts.add(part);
        }
        return parts;
    }

    private SyntaxException unterminated(Token open, Token found) {
        if (open.kind() == TokenKind.OPEN_QUOTE) {
            return new SyntaxException(
                    "Unterminated template string",
                    "No closing marker was found for the string.",
                    tokens.range(open, found));
        }
        return new SyntaxException(
                "Unterminated heredoc template",
                "No closing marker was found for the heredoc. The marker must stand alone on its"
                        + " line.",
                tokens.range(open));
    }

    private boolean endsWithStrip() {
        return tokens.previous().length() == 2;
    }

    private FlatPart.Literal literal(Token token) throws SyntaxException {
        String raw = tokens.text(token);
        boolean quoted = token.kind() == TokenKind.QUOTED_TEXT;
        String text = Escapes.resolve(raw, quoted, tokens.range(token));
        return new FlatPart.Literal(tokens.range(token), text);
    }

    private FlatPart sequence(List<FlatPart> before) throws SyntaxException {
        Token open = tokens.next();
        if (open.length() == 3
                && !before.isEmpty()
                && before.getLast() instanceof FlatPart.Literal text) {
            text.text = text.text.stripTrailing();
        }
        tokens.pushNewlines(false);
        FlatPart part =
                open.kind() == TokenKind.OPEN_INTERPOLATION
                        ? new FlatPart.Value(tokens.range(open), parser.expression())
                        : directive(open);
        if (tokens.kind() != TokenKind.CLOSE_TEMPLATE) {
            throw new SyntaxException(
                    open.kind() == TokenKind.OPEN_INTERPOLATION
                            ? "Extra characters after interpolation expression"
                            : "Extra characters in template directive",
                    "Template sequences end with a closing brace, but something else was found"
                            + " after the expression.",
                    tokens.range(tokens.peek()));
        }
        tokens.next();
        tokens.popNewlines();
        return part;
    }

    private FlatPart directive(Token open) throws SyntaxException {
        Token word = tokens.next();
        SourceRange range = tokens.range(open, word);
        String name = word.kind() == TokenKind.IDENTIFIER ? tokens.text(word) : "";
        return switch (name) {
            case "if" -> new FlatPart.If(range, parser.expression());
            case "else" -> new FlatPart.Else(range);
            case "endif" -> new FlatPart.EndIf(range);
            case "for" -> {
                Expression.ForNames names =
                        new CollectionParser(tokens, parser)
                                .names("Invalid 'for' directive", "For directive");
                yield new FlatPart.For(range, names, parser.expression());
            }
            case "endfor" -> new FlatPart.EndFor(range);
            default -> throw unknownDirective(word, name);
        };
    }

    private SyntaxException unknownDirective(Token word, @Nullable String name) {
        String hint =
                "".equals(name)
                        ? "A template directive keyword (\"if\", \"for\", etc) is expected at the"
                                + " beginning of a %{ sequence."
                        : "\"" + name + "\" is not a valid template control keyword.";
        return new SyntaxException("Invalid template directive", hint, tokens.range(word));
    }
}
