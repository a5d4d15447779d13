package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// The files are not a store that this version can read: damaged, newer, or something else.
public final class StoreFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
