package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A parser's place among the tokens. Whether line ends count depends on the brackets around, so
/// there is a stack of that. Belongs to one parser.
final class Tokens {
    private final SourceText source;
    private final List<Token> tokens;
    private final Deque<Boolean> newlines = new ArrayDeque<>(List.of(true));
    private int at;

    Tokens(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    SourceText source() {
        return source;
    }

    void pushNewlines(boolean count) {
        newlines.push(count);
    }

    void popNewlines() {
        newlines.pop();
    }

    Token peek() {
        return tokens.get(significant(at));
    }

    TokenKind kind() {
        return effective(peek());
    }

    /// The kind of the token after the next.
    TokenKind kindAfterNext() {
        int next = significant(at);
        if (tokens.get(next).kind() == TokenKind.END) {
            return TokenKind.END;
        }
        return effective(tokens.get(significant(next + 1)));
    }

    /// A comment up to the line's end counts as the line's end.
    private TokenKind effective(Token token) {
        return token.kind() == TokenKind.COMMENT ? TokenKind.NEWLINE : token.kind();
    }

    private int significant(int from) {
        int index = from;
        while (isSkipped(tokens.get(index))) {
            index++;
        }
        return index;
    }

    private boolean isSkipped(Token token) {
        boolean counting = newlines.element();
        return switch (token.kind()) {
            case NEWLINE -> !counting;
            case COMMENT -> !counting || source.text().startsWith("/*", token.start());
            default -> false;
        };
    }

    Token next() {
        int index = significant(at);
        Token token = tokens.get(index);
        if (token.kind() != TokenKind.END) {
            at = index + 1;
        }
        return token;
    }

    boolean accept(TokenKind kind) {
        if (kind() != kind) {
            return false;
        }
        next();
        return true;
    }

    /// The last token that was taken, or the first of all.
    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    int newlineDepth() {
        return newlines.size();
    }

    /// Whether the last token ended a line, as a comment in one line does not.
    boolean endedLine() {
        Token last = previous();
        return source.text().substring(last.start(), last.end()).endsWith("\n");
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    String text(Token token) {
        return source.text().substring(token.start(), token.end());
    }

    boolean isWord(String word) {
        return kind() == TokenKind.IDENTIFIER && text(peek()).equals(word);
    }

    SourceRange range(Token token) {
        return new SourceRange(source, token.start(), token.end());
    }

    SourceRange range(Token first, Token last) {
        return range(first).to(range(last));
    }

    SourceRange range(Expression first, Token last) {
        return first.range().to(range(last));
    }
}
