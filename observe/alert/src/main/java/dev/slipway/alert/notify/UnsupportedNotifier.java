package dev.slipway.alert.notify;

/// Stands for a way of telling that this program does not know. It takes every message and says in
/// the log that nobody was told; to refuse them would keep them all. Thread-safe.
final class UnsupportedNotifier implements Notifier {
    private static final System.Logger LOG = System.getLogger(UnsupportedNotifier.class.getName());

    private final String name;
    private final String kind;
    private final boolean sendsResolved;

    UnsupportedNotifier(String name, String kind, boolean sendsResolved) {
        this.name = name;
        this.kind = kind;
        this.sendsResolved = sendsResolved;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean sendsResolved() {
        return sendsResolved;
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
