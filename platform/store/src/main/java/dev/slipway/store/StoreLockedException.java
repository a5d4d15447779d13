package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// Another process has the store open.
public final class StoreLockedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
