package dev.slipway.alert.notify;

import org.jspecify.annotations.Nullable;

/// A message was not accepted; whether it makes sense to try again is for the sender to know.
public final class NotifyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean retryable;

    private NotifyException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /// It may succeed later: the other side is busy or cannot be reached.
    public static NotifyException passing(String message, @Nullable Throwable cause) {
        return new NotifyException(message, true, cause);
    }

    /// It will not succeed until somebody changes something.
    public static NotifyException lasting(String message, @Nullable Throwable cause) {
        return new NotifyException(message, false, cause);
    }

    public boolean isRetryable() {
        return retryable;
    }
}
