package dev.slipway.rule;

import org.jspecify.annotations.Nullable;

/// An Alertmanager did not take alerts; the message says why.
public final class AlertTargetException extends RuntimeException {
    public AlertTargetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
