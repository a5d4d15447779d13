package dev.slipway.series;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Exemplars of one series, by ascending time.
public record SeriesExemplars(Labels series, List<Exemplar> exemplars) {
    public SeriesExemplars {
        requireNonNull(series, "series");
        exemplars = List.copyOf(exemplars);
    }
}
