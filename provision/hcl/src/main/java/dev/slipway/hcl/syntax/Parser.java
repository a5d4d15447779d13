package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entry to the syntax: parses files, single expressions and templates. Stateless; what is wrong is
/// added to the caller's diagnostics, and what could be understood is returned.
public final class Parser {
    private Parser() {}

    /// A configuration file.
    public static SyntaxFile file(SourceText source, Diagnostics diagnostics) {
        List<Token> all = Lexer.tokens(source);
        checkCharacters(source, all, diagnostics);
        Tokens tokens = new Tokens(source, all);
        Body body = new BodyParser(tokens, diagnostics).body(TokenKind.END);
        return new SyntaxFile(source, all, body);
    }

    private static void checkCharacters(
            SourceText source, List<Token> all, Diagnostics diagnostics) {
        if (source.text().startsWith("\uFEFF")) {
            diagnostics.error(
                    "Unexpected byte order mark",
                    "A file must not begin with a byte order mark; save it as plain UTF-8.",
                    new Tokens(source, all).range(all.getFirst()));
        }
    }

    /// One expression and nothing else; `null` if there is none to be understood.
    public static @Nullable Expression expression(SourceText source, Diagnostics diagnostics) {
        Tokens tokens = new Tokens(source, Lexer.tokens(source));
        tokens.pushNewlines(false);
        try {
            Expression expression = new ExpressionParser(tokens, diagnostics).expression();
            if (tokens.kind() != TokenKind.END) {
                diagnostics.error(
                        "Extra characters after expression",
                        "An expression was successfully parsed, but extra characters were found"
                                + " after it.",
                        tokens.range(tokens.peek()));
            }
            return expression;
        } catch (SyntaxException problem) {
            diagnostics.add(problem.diagnostic());
            return null;
        }
    }

    /// A template without quotes, as it stands in a file of its own.
    public static @Nullable Expression template(SourceText source, Diagnostics diagnostics) {
        Tokens tokens = new Tokens(source, Lexer.templateTokens(source));
        try {
            return new ExpressionParser(tokens, diagnostics).templates().bare();
        } catch (SyntaxException problem) {
            diagnostics.add(problem.diagnostic());
            return null;
        }
    }
}
