package dev.slipway.terraform.view;

/// What stands before a line: what happens to the thing in it.
enum Sign {
    SAME(" ", Style.PLAIN),
    ADD("+", Style.GREEN),
    REMOVE("-", Style.RED),
    CHANGE("~", Style.YELLOW);

    private final String symbol;
    private final Style style;

    Sign(String symbol, Style style) {
        this.symbol = symbol;
        this.style = style;
    }

    String symbol() {
        return symbol;
    }

    Style style() {
        return style;
    }

    /// Of something that is there or not, before and after.
    static Sign of(boolean before, boolean after, boolean same) {
        if (!before) {
            return after ? ADD : SAME;
        }
        if (!after) {
            return REMOVE;
        }
        return same ? SAME : CHANGE;
    }
}
