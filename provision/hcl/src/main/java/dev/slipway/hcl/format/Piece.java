package dev.slipway.hcl.format;

import dev.slipway.hcl.syntax.TokenKind;
import dev.slipway.hcl.text.Texts;

/// A token on its way through the formatter, with the spaces before it. Owned by one formatting.
final class Piece {
    /// Stands for what is before the first and after the last token of a line.
    static final Piece NOTHING = new Piece(TokenKind.END, "", 0);

    final TokenKind kind;
    final String text;
    int spaces;

    Piece(TokenKind kind, String text, int spaces) {
        this.kind = kind;
        this.text = text;
        this.spaces = spaces;
    }

    /// Whether the line ends with this token: a line end, or a comment that takes it along.
    boolean endsLine() {
        return kind == TokenKind.NEWLINE || (kind == TokenKind.COMMENT && text.endsWith("\n"));
    }

    /// One for what opens, minus one for what closes.
    int bracketChange() {
        return switch (kind) {
            case OPEN_BRACE, OPEN_BRACKET, OPEN_PARENTHESIS, OPEN_INTERPOLATION, OPEN_DIRECTIVE ->
                    1;
            case CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PARENTHESIS, CLOSE_TEMPLATE -> -1;
            default -> 0;
        };
    }

    int columns() {
        return spaces + Texts.graphemeCount(text);
    }

    boolean is(TokenKind wanted) {
        return kind == wanted;
    }
}
