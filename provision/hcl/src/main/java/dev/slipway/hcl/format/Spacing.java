package dev.slipway.hcl.format;

import dev.slipway.hcl.syntax.TokenKind;

/// Decides whether there is a space between two tokens of a line. Stateless.
final class Spacing {
    private Spacing() {}

    /// `before` is the token before `left`.
    static boolean isSpace(Piece before, Piece left, Piece right) {
        if (right.is(TokenKind.NEWLINE) || right.is(TokenKind.END)) {
            return false;
        }
        if (isGlued(left, right)) {
            return false;
        }
        if (right.is(TokenKind.COMMA) || right.is(TokenKind.ELLIPSIS)) {
            return false;
        }
        if (left.is(TokenKind.COMMA)) {
            return true;
        }
        if (isInTemplate(left, right)) {
            return false;
        }
        if (left.is(TokenKind.IDENTIFIER)
                && left.text.equals("in")
                && before.is(TokenKind.IDENTIFIER)) {
            return true;
        }
        if ((right.is(TokenKind.OPEN_BRACKET) && isIndexed(left)) || left.is(TokenKind.NOT)) {
            return false;
        }
        if (left.is(TokenKind.MINUS)) {
            return !isNegation(before);
        }
        return isSpaceAtBrackets(left, right);
    }

    /// Names of functions and what they are called with, attributes and what they belong to.
    private static boolean isGlued(Piece left, Piece right) {
        boolean name = left.is(TokenKind.IDENTIFIER);
        return (name && right.is(TokenKind.OPEN_PARENTHESIS))
                || (name && right.is(TokenKind.DOUBLE_COLON))
                || (left.is(TokenKind.DOUBLE_COLON) && right.is(TokenKind.IDENTIFIER))
                || left.is(TokenKind.DOT)
                || right.is(TokenKind.DOT);
    }

    private static boolean isInTemplate(Piece left, Piece right) {
        return switch (left.kind) {
            case QUOTED_TEXT, TEXT, OPEN_QUOTE, OPEN_HEREDOC -> true;
            default ->
                    switch (right.kind) {
                        case QUOTED_TEXT, TEXT, CLOSE_QUOTE, CLOSE_HEREDOC -> true;
                        default -> false;
                    };
        };
    }

    private static boolean isIndexed(Piece left) {
        return left.is(TokenKind.IDENTIFIER)
                || left.is(TokenKind.NUMBER)
                || left.bracketChange() < 0;
    }

    /// A minus is a sign if no operand can end before it.
    private static boolean isNegation(Piece before) {
        return switch (before.kind) {
            case END,
                    OPEN_PARENTHESIS,
                    OPEN_BRACE,
                    OPEN_BRACKET,
                    ASSIGN,
                    COLON,
                    COMMA,
                    QUESTION,
                    PLUS,
                    STAR,
                    SLASH,
                    PERCENT,
                    MINUS,
                    EQUAL,
                    NOT_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    AND,
                    OR,
                    NOT ->
                    true;
            default -> false;
        };
    }

    private static boolean isSpaceAtBrackets(Piece left, Piece right) {
        if (left.is(TokenKind.OPEN_BRACE) || right.is(TokenKind.CLOSE_BRACE)) {
            return !(left.is(TokenKind.OPEN_BRACE) && right.is(TokenKind.CLOSE_BRACE));
        }
        boolean opensTemplate =
                left.is(TokenKind.OPEN_INTERPOLATION) || left.is(TokenKind.OPEN_DIRECTIVE);
        if ((opensTemplate && right.is(TokenKind.OPEN_BRACE))
                || (left.is(TokenKind.CLOSE_BRACE) && right.is(TokenKind.CLOSE_TEMPLATE))) {
            return true;
        }
        return left.bracketChange() <= 0
                && right.bracketChange() >= 0
                && !(left.is(TokenKind.CLOSE_TEMPLATE) && opensTemplate(right));
    }

    private static boolean opensTemplate(Piece piece) {
        return piece.is(TokenKind.OPEN_INTERPOLATION) || piece.is(TokenKind.OPEN_DIRECTIVE);
    }
}
