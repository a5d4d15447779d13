package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Token.Kind;
import java.util.List;

/// A place in the tokens of one text. Used by one thread.
final class Tokens {
    private final List<Token> tokens;
    private int position;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(position + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    /// The end of the token before.
    int lastEnd() {
        return position == 0 ? 0 : tokens.get(position - 1).span().end();
    }

    boolean take(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            position++;
        }
        return found;
    }

    boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            position++;
        }
        return found;
    }

    void expect(String symbol, String context) {
        if (!take(symbol)) {
            if (symbol.equals("]") && peek().kind() == Kind.END) {
                throw new SyntaxException(peek().span(), "unclosed left bracket");
            }
            throw unexpected(context, "\"" + symbol + "\"");
        }
    }

    /// The error at hand; at the end of a text with parentheses left open that is what is wrong.
    SyntaxException explained(SyntaxException error) {
        SourceSpan end = tokens.getLast().span();
        long open = tokens.stream().filter(each -> each.is("(")).count();
        long closed = tokens.stream().filter(each -> each.is(")")).count();
        boolean unclosed = open > closed && error.span().start() == end.start();
        return unclosed ? new SyntaxException(end, "unclosed left parenthesis") : error;
    }

    SyntaxException unexpected(String context, String expected) {
        Token token = peek();
        String wanted = expected.isEmpty() ? "" : ", expected " + expected;
        return new SyntaxException(
                token.span(), "unexpected " + token.description() + " in " + context + wanted);
    }
}
