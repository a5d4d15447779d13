package dev.slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// Tells at the terminal what happens, each line with the seconds since the start.
final class DemoNarration {
    private final PrintWriter out;
    private final long startNanos = System.nanoTime();

    DemoNarration(PrintWriter out) {
        this.out = out;
    }

    void step(String title) {
        out.println();
        print(title);
    }

    void say(String line) {
        print("  " + line);
    }

    private void print(String line) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - startNanos) / 1e9, line);
        out.flush();
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
