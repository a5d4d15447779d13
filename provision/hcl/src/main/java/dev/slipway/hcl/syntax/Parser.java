package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
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
        if (source.text().startsWith("\uFEFF")) {
            tokens.next();
        }
        Body body = new BodyParser(tokens, diagnostics).file();
        return new SyntaxFile(source, all, body);
    }

    /// Tells of the first that there is no use for; often it is used more than once.
    private static void checkCharacters(
            SourceText source, List<Token> all, Diagnostics diagnostics) {
        for (Token each : all) {
            String text = source.text().substring(each.start(), each.end());
            if (each.kind() != TokenKind.INVALID || text.equals("\uFEFF")) {
                continue;
            }
            boolean operator = text.equals("&") || text.equals("|") || text.equals("^");
            diagnostics.error(
                    operator ? "Unsupported operator" : "Invalid character",
                    switch (text) {
                        case "'" ->
                                "Single quotes are not valid. Use double quotes (\") to enclose"
                                        + " strings.";
                        case ";" ->
                                "The \";\" character is not valid. Use newlines to separate"
                                        + " arguments and blocks, and commas to separate items.";
                        case "&", "|" ->
                                "Bitwise operators are not supported. Did you mean \""
                                        + text
                                        + text
                                        + "\"?";
                        default -> "This character is not used within the language.";
                    },
                    new SourceRange(source, each.start(), each.end()));
            return;
        }
    }

    /// One expression and nothing else; `null` if there is none to be understood.
    public static @Nullable Expression expression(SourceText source, Diagnostics diagnostics) {
        return expression(new SourceRange(source, 0, source.text().length()), diagnostics);
    }

    /// One expression that stands in a larger text.
    public static @Nullable Expression expression(SourceRange place, Diagnostics diagnostics) {
        Tokens tokens = new Tokens(place.source(), Lexer.tokens(place));
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
        return template(new SourceRange(source, 0, source.text().length()), diagnostics);
    }

    /// A template that stands in a larger text.
    public static @Nullable Expression template(SourceRange place, Diagnostics diagnostics) {
        Tokens tokens = new Tokens(place.source(), Lexer.templateTokens(place));
        try {
            return new ExpressionParser(tokens, diagnostics).templates().bare();
        } catch (SyntaxException problem) {
            diagnostics.add(problem.diagnostic());
            return null;
        }
    }
}
