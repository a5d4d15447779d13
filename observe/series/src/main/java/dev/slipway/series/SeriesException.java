package dev.slipway.series;

import org.jspecify.annotations.Nullable;

/// A source of series could not answer, or answered with data that are damaged.
public final class SeriesException extends RuntimeException {
    public SeriesException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
