package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// The store or the watch was closed.
public final class StoreClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
