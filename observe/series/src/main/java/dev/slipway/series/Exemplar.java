package dev.slipway.series;

import static java.util.Objects.requireNonNull;

/// An example of what a series counted, usually with the id of a trace.
public record Exemplar(Labels labels, double value, long timeMillis) {
    public Exemplar {
        requireNonNull(labels, "labels");
    }
}
