package dev.slipway.alert.notify;

/// One way to tell a receiver. Thread-safe.
@FunctionalInterface
public interface Notifier {
    /// Returns once the message was accepted. Throws [NotifyException] if it was not.
    void send(Notification notification) throws InterruptedException;
}
