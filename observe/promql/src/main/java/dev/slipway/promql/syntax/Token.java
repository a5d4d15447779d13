package dev.slipway.promql.syntax;

import java.util.Locale;
import java.util.Set;

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

    private static final Set<String> OPERATORS =
            Set.of(
                    "+", "-", "*", "/", "%", "^", "==", "!=", "<=", ">=", "<", ">", "=~", "!~", "@",
                    "</", ">/");
    private static final Set<String> KEYWORDS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right", "bool");

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
            case SYMBOL -> OPERATORS.contains(text) ? "<op:" + text + ">" : "\"" + text + "\"";
            case IDENTIFIER ->
                    KEYWORDS.contains(text.toLowerCase(Locale.ROOT))
                            ? "<" + text.toLowerCase(Locale.ROOT) + ">"
                            : kind.description + " \"" + text + "\"";
            default -> kind.description + " \"" + text + "\"";
        };
    }
}
