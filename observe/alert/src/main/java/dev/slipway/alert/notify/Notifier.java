package dev.slipway.alert.notify;

/// One way to tell a receiver. Thread-safe.
public interface Notifier {
    /// Kind and place among the receiver's: `slack[0]`.
    String name();

    /// Whether it wants to know when an alert is over.
    boolean sendsResolved();

    /// Returns once the message was accepted. Throws [NotifyException] if it was not.
    void send(Notification notification) throws InterruptedException;
}
