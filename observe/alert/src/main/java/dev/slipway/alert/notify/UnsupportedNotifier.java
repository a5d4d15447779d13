package dev.slipway.alert.notify;

/// Stands for a way of telling that this program does not know. It takes every message and says in
/// the log that nobody was told; to refuse them would keep them all. Thread-safe.
final class UnsupportedNotifier implements Notifier {
    private static final System.Logger LOG = System.getLogger(UnsupportedNotifier.class.getName());

    private final String kind;

    UnsupportedNotifier(String kind) {
        this.kind = kind;
    }

    @Override
    public void send(Notification notification) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Nobody told, receivers of this kind are not supported. kind={0} receiver={1}"
                        + " group={2}",
                kind,
                notification.receiver(),
                notification.groupKey());
    }
}
