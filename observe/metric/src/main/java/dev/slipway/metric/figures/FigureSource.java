package dev.slipway.metric.figures;

/// A part of the server that has figures. Asked by one thread at a time, several times a minute;
/// must not block for long.
@FunctionalInterface
public interface FigureSource {
    /// Tells all figures as they are now.
    void collect(FigureSink sink);
}
