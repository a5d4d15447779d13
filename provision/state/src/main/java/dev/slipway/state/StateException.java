package dev.slipway.state;

/// A state cannot be read, kept or locked. The message says where, what was found and what to do.
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
