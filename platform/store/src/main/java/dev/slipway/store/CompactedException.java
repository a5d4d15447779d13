package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// The changes asked for are no longer kept.
public final class CompactedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CompactedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
