package dev.slipway.template;

/// One piece of a template.
record Token(Kind kind, String text, Position position) {
    enum Kind {
        TEXT,
        LEFT_DELIMITER,
        RIGHT_DELIMITER,
        LEFT_PAREN,
        RIGHT_PAREN,
        SPACE,
        PIPE,
        ASSIGN,
        DECLARE,
        COMMA,
        DOT,
        FIELD,
        VARIABLE,
        IDENTIFIER,
        KEYWORD,
        NIL,
        BOOL,
        NUMBER,
        CHARACTER,
        STRING,
        RAW_STRING,
        /// The text is what is wrong; nothing comes after it.
        ERROR,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }

    /// As messages name it.
    String described() {
        return switch (kind) {
            case END -> "EOF";
            case ERROR -> text;
            case KEYWORD -> "<" + text + ">";
            default ->
                    GoQuote.quoted(text.length() > 10 ? text.substring(0, 10) : text)
                            + (text.length() > 10 ? "..." : "");
        };
    }
}
