package dev.slipway.cli;

import java.io.PrintWriter;

/// A text that takes the place of the one before on a terminal; elsewhere each new one is printed
/// below the last.
final class LiveText {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    private final PrintWriter out;
    private final boolean interactive;
    private String shown = "";

    LiveText(PrintWriter out) {
        this(out, ProgressView.isTerminal());
    }

    LiveText(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    void show(String text) {
        if (text.equals(shown)) {
            return;
        }
        if (interactive) {
            out.print(HOME_AND_CLEAR);
        } else if (!shown.isEmpty()) {
            out.println();
        }
        out.print(text);
        out.flush();
        shown = text;
    }
}
