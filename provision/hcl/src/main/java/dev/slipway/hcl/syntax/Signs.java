package dev.slipway.hcl.syntax;

import java.util.List;

/// The signs of the language, longest first.
final class Signs {
    private static final List<TokenKind> LONG =
            List.of(
                    TokenKind.ELLIPSIS,
                    TokenKind.DOUBLE_COLON,
                    TokenKind.ARROW,
                    TokenKind.EQUAL,
                    TokenKind.NOT_EQUAL,
                    TokenKind.LESS_OR_EQUAL,
                    TokenKind.GREATER_OR_EQUAL,
                    TokenKind.AND,
                    TokenKind.OR);

    private Signs() {}

    static TokenKind at(String text, int index) {
        for (TokenKind kind : LONG) {
            if (text.startsWith(kind.label(), index)) {
                return kind;
            }
        }
        return switch (text.charAt(index)) {
            case '{' -> TokenKind.OPEN_BRACE;
            case '}' -> TokenKind.CLOSE_BRACE;
            case '[' -> TokenKind.OPEN_BRACKET;
            case ']' -> TokenKind.CLOSE_BRACKET;
            case '(' -> TokenKind.OPEN_PARENTHESIS;
            case ')' -> TokenKind.CLOSE_PARENTHESIS;
            case ',' -> TokenKind.COMMA;
            case '.' -> TokenKind.DOT;
            case ':' -> TokenKind.COLON;
            case '?' -> TokenKind.QUESTION;
            case '=' -> TokenKind.ASSIGN;
            case '<' -> TokenKind.LESS;
            case '>' -> TokenKind.GREATER;
            case '!' -> TokenKind.NOT;
            case '+' -> TokenKind.PLUS;
            case '-' -> TokenKind.MINUS;
            case '*' -> TokenKind.STAR;
            case '/' -> TokenKind.SLASH;
            case '%' -> TokenKind.PERCENT;
            default -> TokenKind.INVALID;
        };
    }
}
