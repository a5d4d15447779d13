package dev.slipway.proxy;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The idle connections of one event loop to one endpoint, the one used last on top: so that few
/// connections carry a low load, the others age and close, and what is taken was alive a moment
/// ago. Owned by its event loop.
final class UpstreamPool {
    private final Upstream upstream;
    private final Worker worker;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private boolean retired;

    UpstreamPool(Upstream upstream, Worker worker) {
        this.upstream = upstream;
        this.worker = worker;
        worker.add(this);
    }

    Upstream upstream() {
        return upstream;
    }

    Worker worker() {
        return worker;
    }

    /// The connection used last that is not idle for longer than `idleNanosMax`; null where there
    /// is none.
    @Nullable UpstreamConnection take(long now, long idleNanosMax) {
        UpstreamConnection connection = idle.peekFirst();
        if (connection == null || now - connection.idleSince() > idleNanosMax) {
            return null;
        }
        idle.pollFirst();
        worker.counters().idle(-1);
        return connection;
    }

    /// Opens a connection for a user and tells it how that went.
    void connect(UpstreamUser user) {
        UpstreamConnection connection = new UpstreamConnection(this, user);
        user.connecting(connection);
        worker.sockets().connect(worker, upstream.address(), connection, connection::connected);
    }

    /// Takes a connection back that has finished its work, or closes it where it is not wanted.
    void release(UpstreamConnection connection, long now) {
        if (retired || worker.isDraining()) {
            connection.close();
            return;
        }
        connection.idleSince(now);
        idle.addFirst(connection);
        worker.counters().idle(1);
        if (idle.size() > worker.config().upstreams().idleMax()) {
            closeOldest();
        }
    }

    /// A connection has closed while idle.
    void closed(UpstreamConnection connection) {
        if (idle.remove(connection)) {
            worker.counters().idle(-1);
        }
    }

    /// The endpoint may not be chosen any more: idle connections are closed, and those in use when
    /// they are done.
    void retire() {
        retired = true;
        closeAll();
    }

    void closeAll() {
        while (!idle.isEmpty()) {
            closeOldest();
        }
    }

    void closeIdleSinceBefore(long nanos) {
        UpstreamConnection oldest = idle.peekLast();
        while (oldest != null && oldest.idleSince() - nanos < 0) {
            closeOldest();
            oldest = idle.peekLast();
        }
    }

    private void closeOldest() {
        UpstreamConnection oldest = idle.pollLast();
        if (oldest != null) {
            worker.counters().idle(-1);
            oldest.close();
        }
    }
}
