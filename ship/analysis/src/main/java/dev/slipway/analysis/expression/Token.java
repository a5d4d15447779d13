package dev.slipway.analysis.expression;

/// A word of the text. A string's `text` is its content, an operator's and a name's how it is
/// written.
record Token(Type type, String text, int offset) {
    enum Type {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return type == Type.OPERATOR && text.equals(operator);
    }

    /// What messages call it.
    String described() {
        return switch (type) {
            case END -> "the end";
            case STRING -> "a string";
            case NAME, NUMBER, OPERATOR -> "`" + text + "`";
        };
    }
}
