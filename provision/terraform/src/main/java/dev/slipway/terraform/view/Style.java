package dev.slipway.terraform.view;

/// How a piece of text looks on a terminal.
public enum Style {
    PLAIN(""),
    BOLD("\u001b[1m"),
    DIM("\u001b[90m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    CYAN("\u001b[36m"),
    BOLD_RED("\u001b[1m\u001b[31m"),
    BOLD_GREEN("\u001b[1m\u001b[32m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    Style(String start) {
        this.start = start;
    }

    /// The text in this style, or as it is without colours.
    public String on(String text, boolean colour) {
        return !colour || start.isEmpty() || text.isEmpty() ? text : start + text + RESET;
    }
}
