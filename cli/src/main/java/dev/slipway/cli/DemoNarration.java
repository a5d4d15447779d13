package dev.slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// Tells at the terminal what happens, each line with the seconds since the start.
final class DemoNarration {
    private final PrintWriter out;
    private final long startNanos = System.nanoTime();
    private int steps;

    DemoNarration(PrintWriter out) {
        this.out = out;
    }

    /// A headline, numbered.
    void step(String title) {
        steps++;
        out.println();
        print(steps + ". " + title);
    }

    void say(String line) {
        print("   " + line);
    }

    /// What a person would type.
    void command(String line) {
        print("   $ " + line);
    }

    /// What a command printed, as it is.
    void show(String output) {
        output.stripTrailing().lines().forEach(line -> out.println("             " + line));
        out.flush();
    }

    private void print(String line) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - startNanos) / 1e9, line);
        out.flush();
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
