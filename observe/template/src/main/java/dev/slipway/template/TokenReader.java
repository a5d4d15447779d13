package dev.slipway.template;

import dev.slipway.template.TemplateException.Reason;
import dev.slipway.template.Token.Kind;
import java.util.List;

/// Goes over tokens, back and forth, and knows how to complain about them. Not thread-safe.
final class TokenReader {
    private final String name;
    private final List<Token> tokens;
    private int at;

    TokenReader(String name, List<Token> tokens) {
        this.name = name;
        this.tokens = tokens;
    }

    Token next() {
        Token token = peek();
        if (at < tokens.size()) {
            at++;
        }
        return token;
    }

    /// The last token stays.
    Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    /// Past spaces.
    Token nextWord() {
        peekWord();
        return next();
    }

    Token peekWord() {
        while (peek().is(Kind.SPACE)) {
            at++;
        }
        return peek();
    }

    /// Before what was read last.
    void back() {
        at--;
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    void expect(Kind kind, String context) {
        Token token = nextWord();
        if (!token.is(kind)) {
            throw unexpected(token, context);
        }
    }

    TemplateException unexpected(Token token, String context) {
        if (token.is(Kind.ERROR)) {
            return errorAt(token.position(), token.text());
        }
        return errorAt(token.position(), "unexpected " + token.described() + " in " + context);
    }

    /// Where reading stands.
    TemplateException error(String message) {
        return errorAt(tokens.get(Math.clamp(at - 1, 0, tokens.size() - 1)).position(), message);
    }

    private TemplateException errorAt(Position position, String message) {
        String place = name + ":" + position.line() + ":" + position.column();
        return new TemplateException(
                Reason.SYNTAX, position, "template: " + place + ": " + message, null);
    }
}
