package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// The disk refused a write: nothing was written, reads go on.
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
