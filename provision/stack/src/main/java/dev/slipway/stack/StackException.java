package dev.slipway.stack;

/// A Stack cannot be planned or applied. The message is for people and says what to do; it is shown
/// as it is.
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
