package dev.slipway.hcl.syntax;

/// What a token is.
public enum TokenKind {
    IDENTIFIER("identifier"),
    NUMBER("number"),
    NEWLINE("newline"),
    COMMENT("comment"),
    OPEN_QUOTE("quote"),
    CLOSE_QUOTE("quote"),
    QUOTED_TEXT("text"),
    OPEN_HEREDOC("heredoc"),
    CLOSE_HEREDOC("end of the heredoc"),
    TEXT("text"),
    OPEN_INTERPOLATION("${"),
    OPEN_DIRECTIVE("%{"),
    CLOSE_TEMPLATE("}"),
    OPEN_BRACE("{"),
    CLOSE_BRACE("}"),
    OPEN_BRACKET("["),
    CLOSE_BRACKET("]"),
    OPEN_PARENTHESIS("("),
    CLOSE_PARENTHESIS(")"),
    COMMA(","),
    DOT("."),
    ELLIPSIS("..."),
    COLON(":"),
    DOUBLE_COLON("::"),
    QUESTION("?"),
    ASSIGN("="),
    ARROW("=>"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    AND("&&"),
    OR("||"),
    NOT("!"),
    PLUS("+"),
    MINUS("-"),
    STAR("*"),
    SLASH("/"),
    PERCENT("%"),
    INVALID("invalid character"),
    END("end of the file");

    private final String label;

    TokenKind(String label) {
        this.label = label;
    }

    /// For messages: the sign itself, or what it is called.
    public String label() {
        return label;
    }
}
