package dev.slipway.promql.syntax;

/// A word of the language. `text` is as written, but for strings what is between the quotes.
record Token(Kind kind, String text, SourceSpan span) {
    /// What a token may be.
    enum Kind {
        /// A name or a keyword: which one depends on where it stands.
        IDENTIFIER("identifier"),
        NUMBER("number"),
        DURATION("duration"),
        STRING("string"),
        /// Operators and brackets; `text` tells them apart.
        SYMBOL("symbol"),
        END("end of input");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// Keywords may be written in any case.
    boolean isWord(String word) {
        return kind == Kind.IDENTIFIER && text.equalsIgnoreCase(word);
    }

    /// As messages name it.
    String description() {
        return switch (kind) {
            case END -> kind.description;
            case SYMBOL -> "\"" + text + "\"";
            default -> kind.description + " \"" + text + "\"";
        };
    }
}
