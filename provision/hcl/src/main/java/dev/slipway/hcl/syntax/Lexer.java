package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Divides source into tokens. Templates nest in expressions and expressions in templates, so the
/// lexer keeps a stack of where it is; each template's `${` remembers how many braces are open
/// inside, to find the `}` that ends it. Never fails: what it does not know is an `INVALID` token.
public final class Lexer {
    private static final int DEPTH_MAX = 1000;

    private enum Mode {
        EXPRESSION,
        QUOTED,
        HEREDOC,
        BARE
    }

    private static final class Frame {
        final Mode mode;
        final String marker;
        int braces;

        Frame(Mode mode, String marker) {
            this.mode = mode;
            this.marker = marker;
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;

    private Lexer(SourceRange place, Mode mode) {
        this.text = place.source().text().substring(0, place.end());
        this.at = place.start();
        frames.push(new Frame(mode, ""));
    }

    /// The tokens of a configuration or an expression, `END` last.
    public static List<Token> tokens(SourceText source) {
        return tokens(new SourceRange(source, 0, source.text().length()));
    }

    /// The tokens of an expression in a larger text.
    static List<Token> tokens(SourceRange place) {
        return new Lexer(place, Mode.EXPRESSION).run();
    }

    /// The tokens of a template without quotes around it, `END` last.
    static List<Token> templateTokens(SourceRange place) {
        return new Lexer(place, Mode.BARE).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            switch (frame().mode) {
                case EXPRESSION -> expression();
                case QUOTED -> quoted();
                case HEREDOC -> heredoc();
                case BARE -> bare();
            }
        }
        add(TokenKind.END, at);
        return tokens;
    }

    private Frame frame() {
        return frames.element();
    }

    private void add(TokenKind kind, int end) {
        tokens.add(new Token(kind, at, end));
        at = end;
    }

    private char peek(int offset) {
        return at + offset < text.length() ? text.charAt(at + offset) : '\0';
    }

    private boolean looking(String sign) {
        return text.startsWith(sign, at);
    }

    private void expression() {
        char each = peek(0);
        if (each == ' ' || each == '\t') {
            at++;
        } else if (each == '\n' || (each == '\r' && peek(1) == '\n')) {
            add(TokenKind.NEWLINE, at + (each == '\n' ? 1 : 2));
        } else if (each == '#' || looking("//")) {
            add(TokenKind.COMMENT, lineEnd(at));
        } else if (looking("/*")) {
            int close = text.indexOf("*/", at + 2);
            add(
                    close < 0 ? TokenKind.INVALID : TokenKind.COMMENT,
                    close < 0 ? text.length() : close + 2);
        } else if (each >= '0' && each <= '9') {
            add(TokenKind.NUMBER, numberEnd());
        } else if (startsIdentifier(text.codePointAt(at))) {
            add(TokenKind.IDENTIFIER, identifierEnd(at));
        } else if (each == '"' && frames.size() < DEPTH_MAX) {
            add(TokenKind.OPEN_QUOTE, at + 1);
            frames.push(new Frame(Mode.QUOTED, ""));
        } else if (!openHeredoc()) {
            punctuation(each);
        }
    }

    /// After the line's end, which belongs to a comment.
    private int lineEnd(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private int numberEnd() {
        int end = digits(at);
        if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(end + 1)) {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (isDigit(exponent)) {
                end = digits(exponent);
            }
        }
        return end;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private static boolean startsIdentifier(int codePoint) {
        return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
    }

    private static boolean continuesIdentifier(int codePoint) {
        return codePoint == '-'
                || (Character.isUnicodeIdentifierPart(codePoint)
                        && !Character.isIdentifierIgnorable(codePoint));
    }

    private int identifierEnd(int from) {
        int end = from;
        while (end < text.length() && continuesIdentifier(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /// Whether a text is a name and nothing else.
    public static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && startsIdentifier(text.codePointAt(0))
                && text.codePoints().allMatch(Lexer::continuesIdentifier);
    }

    private boolean openHeredoc() {
        if (!looking("<<") || frames.size() >= DEPTH_MAX) {
            return false;
        }
        int name = at + (peek(2) == '-' ? 3 : 2);
        if (name >= text.length() || !startsIdentifier(text.codePointAt(name))) {
            return false;
        }
        int end = identifierEnd(name);
        int next = end < text.length() && text.charAt(end) == '\r' ? end + 1 : end;
        if (next >= text.length() || text.charAt(next) != '\n') {
            return false;
        }
        String marker = text.substring(name, end);
        add(TokenKind.OPEN_HEREDOC, next + 1);
        frames.push(new Frame(Mode.HEREDOC, marker));
        return true;
    }

    private void punctuation(char each) {
        Frame frame = frame();
        boolean nested = frames.size() > 1;
        if (nested && frame.braces == 0 && (each == '}' || looking("~}"))) {
            add(TokenKind.CLOSE_TEMPLATE, at + (each == '}' ? 1 : 2));
            frames.pop();
            return;
        }
        if (each == '{') {
            frame.braces++;
        } else if (each == '}') {
            frame.braces--;
        }
        TokenKind kind = Signs.at(text, at);
        int length =
                kind == TokenKind.INVALID
                        ? Character.charCount(text.codePointAt(at))
                        : kind.label().length();
        add(kind, at + length);
    }

    private void quoted() {
        int end = at;
        while (end < text.length()) {
            char each = text.charAt(end);
            if (each == '"' || each == '\n' || opensTemplate(end)) {
                break;
            }
            end +=
                    each == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n'
                            ? 2
                            : literalLength(end);
        }
        if (end > at) {
            add(TokenKind.QUOTED_TEXT, end);
        } else if (text.charAt(at) == '"') {
            add(TokenKind.CLOSE_QUOTE, at + 1);
            frames.pop();
        } else if (text.charAt(at) == '\n') {
            frames.pop();
        } else {
            openTemplate();
        }
    }

    /// How far a literal goes on at once: `$${` is one piece, which does not open anything.
    private int literalLength(int index) {
        boolean escape = text.startsWith("$${", index) || text.startsWith("%%{", index);
        return escape ? 3 : 1;
    }

    private boolean opensTemplate(int index) {
        return text.startsWith("${", index) || text.startsWith("%{", index);
    }

    private void openTemplate() {
        TokenKind kind = peek(0) == '$' ? TokenKind.OPEN_INTERPOLATION : TokenKind.OPEN_DIRECTIVE;
        add(kind, at + (peek(2) == '~' ? 3 : 2));
        frames.push(new Frame(Mode.EXPRESSION, ""));
    }

    private void heredoc() {
        boolean lineBegins = at == 0 || text.charAt(at - 1) == '\n';
        if (lineBegins) {
            int close = closingMarker();
            if (close >= 0) {
                add(TokenKind.CLOSE_HEREDOC, close);
                frames.pop();
                return;
            }
        }
        line();
    }

    /// Where the closing marker of this line ends, or -1 if the line has none.
    private int closingMarker() {
        int newline = text.indexOf('\n', at);
        if (newline < 0) {
            return -1;
        }
        String line = text.substring(at, newline);
        if (!line.strip().equals(frame().marker)) {
            return -1;
        }
        return at + line.stripTrailing().length();
    }

    private void bare() {
        line();
    }

    /// One piece of a template outside quotes: up to its line's end, or to what opens inside.
    private void line() {
        int end = at;
        while (end < text.length() && !opensTemplate(end)) {
            boolean newline = text.charAt(end) == '\n';
            end += literalLength(end);
            if (newline) {
                break;
            }
        }
        if (end > at) {
            add(TokenKind.TEXT, end);
        } else if (frames.size() < DEPTH_MAX) {
            openTemplate();
        } else {
            add(TokenKind.INVALID, at + 2);
        }
    }
}
