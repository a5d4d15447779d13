package dev.slipway.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// A few lines that change in place on a terminal; elsewhere each change is printed as a line of
/// its own.
final class ProgressView {
    private static final String ERASE_LINE = "\u001b[2K";

    private final PrintWriter out;
    private final boolean interactive;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private int drawn;

    ProgressView(PrintWriter out) {
        this(out, isTerminal());
    }

    ProgressView(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    @SuppressWarnings("SystemConsoleNull") // The null checker does not know that it never is.
    static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void show(String title, String state) {
        String before = lines.put(title, state);
        if (state.equals(before)) {
            return;
        }
        if (interactive) {
            redraw();
        } else {
            out.println("  " + title + ": " + state);
            out.flush();
        }
    }

    private void redraw() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A");
        }
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((title, state) ->
                out.println(
                        ERASE_LINE
                                + "  "
                                + title
                                + " ".repeat(width - title.length() + 2)
                                + state));
        drawn = lines.size();
        out.flush();
    }
}
