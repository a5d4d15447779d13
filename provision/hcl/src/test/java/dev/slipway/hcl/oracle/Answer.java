package dev.slipway.hcl.oracle;

/// What a console said about an expression: a value, or why there is none.
record Answer(boolean isValue, String text) {
    static Answer of(String text) {
        return new Answer(true, text);
    }

    static Answer refused(String why) {
        return new Answer(false, why);
    }

    /// Refusals agree whatever their words.
    boolean agreesWith(Answer other) {
        return isValue == other.isValue && (!isValue || text.equals(other.text));
    }
}
