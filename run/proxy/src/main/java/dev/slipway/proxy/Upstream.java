package dev.slipway.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An endpoint as the proxy lives with it: what is in flight there, whether it is avoided, and each
/// event loop's pool of connections. One per address and port, whatever backends name it; shared by
/// all event loops.
final class Upstream {
    private final InetSocketAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final @Nullable UpstreamPool[] pools;
    private volatile boolean avoided;
    private volatile long avoidedUntil;
    private volatile boolean selectable = true;

    Upstream(String address, int port, int loops) {
        this.address = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        pools = new UpstreamPool[loops];
    }

    InetSocketAddress address() {
        return address;
    }

    int inFlight() {
        return inFlight.getPlain();
    }

    /// What is in flight, as seen from any thread.
    int inFlightNow() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /// Whether a snapshot that some event loop may still route by has this endpoint as ready.
    boolean isSelectable() {
        return selectable;
    }

    void selectable(boolean value) {
        selectable = value;
    }

    void avoidUntil(long nanos) {
        avoidedUntil = nanos;
        avoided = true;
    }

    void connected() {
        if (avoided) {
            avoided = false;
        }
    }

    boolean isAvoided(long now) {
        return avoided && now - avoidedUntil < 0;
    }

    /// The pool of an event loop; only that loop may ask.
    UpstreamPool pool(Worker worker) {
        UpstreamPool pool = pools[worker.index()];
        if (pool == null) {
            pool = new UpstreamPool(this, worker);
            pools[worker.index()] = pool;
        }
        return pool;
    }

    void dropPool(Worker worker) {
        pools[worker.index()] = null;
    }

    @Override
    public String toString() {
        return address.getHostString() + ":" + address.getPort();
    }
}
