package dev.slipway.rule;

import org.jspecify.annotations.Nullable;

/// A rule could not be evaluated; the message says why.
public final class RuleException extends RuntimeException {
    public RuleException(String message) {
        this(message, null);
    }

    public RuleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
