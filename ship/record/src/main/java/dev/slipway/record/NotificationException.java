package dev.slipway.record;

/// A message could not be sent; the message says why, for whoever waits for it. Never names a
/// secret.
final class NotificationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotificationException(String message) {
        super(message);
    }

    NotificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
