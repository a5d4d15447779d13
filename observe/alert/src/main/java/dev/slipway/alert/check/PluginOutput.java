package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a plugin printed: one line for people, more lines, and figures. Immutable.
public record PluginOutput(String summary, String details, List<PerformanceValue> figures) {
    public PluginOutput {
        requireNonNull(summary, "summary");
        requireNonNull(details, "details");
        figures = List.copyOf(figures);
    }

    /// Reads any text; figures that are none are left out.
    public static PluginOutput parse(String text) {
        return new PluginOutputParser(text).read();
    }
}
