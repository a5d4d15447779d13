package dev.slipway.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.System.Logger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Carries HTTP and TCP traffic to backends as the latest [RoutingSnapshot] says. Safe for use by
/// many threads; no method may be called from one of the proxy's own event loops.
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Proxy.class.getName());
    private static final int PAGE_BYTES = 8 << 10;

    /// Arenas grow by chunks of 8 KiB << 6 = 512 KiB: a quiet proxy holds one for each event loop.
    private static final int CHUNK_ORDER = 6;

    private static final int SMALL_CACHE = 256;
    private static final int NORMAL_CACHE = 64;
    private static final long SHUTDOWN_SECONDS_MAX = 5;

    /// What exists between start and close.
    private record Running(
            Sockets sockets,
            Workers workers,
            Listeners listeners,
            Upstreams upstreams,
            SeriesRegistry registry,
            MirrorJudge judge) {}

    private final ProxyConfig config;
    private final PooledByteBufAllocator allocator;
    private final int loops;
    private volatile @Nullable Running running;
    private volatile Map<String, ListenerState> states = Map.of();

    public Proxy(ProxyConfig config) {
        this.config = config;
        loops =
                config.eventLoops() > 0
                        ? config.eventLoops()
                        : Runtime.getRuntime().availableProcessors();
        allocator =
                new PooledByteBufAllocator(
                        true,
                        0,
                        loops,
                        PAGE_BYTES,
                        CHUNK_ORDER,
                        SMALL_CACHE,
                        NORMAL_CACHE,
                        false,
                        0);
    }

    /// Starts the event loops; listens nowhere until the first `apply`.
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("proxy: already started");
        }
        Sockets sockets = new Sockets(config, loops, allocator);
        Upstreams upstreams = new Upstreams(loops);
        SeriesRegistry registry =
                new SeriesRegistry(loops, config.lifecycle().figuresRetention(), System::nanoTime);
        RoutingTable nothing = new RoutingTable(RoutingSnapshot.empty(), upstreams, registry);
        MirrorJudge judge = new MirrorJudge();
        Workers workers =
                new Workers(
                        new Worker.Shared(sockets, allocator, config, registry, judge, nothing));
        Listeners listeners = new Listeners(sockets, workers);
        running = new Running(sockets, workers, listeners, upstreams, registry, judge);
        LOG.log(Logger.Level.DEBUG, "Proxy started transport={0} loops={1}", sockets.kind(), loops);
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("proxy: not running (expected: started, not closed)");
        }
        return now;
    }

    /// Swaps the routing: opens, keeps and closes listeners by comparing with the last snapshot,
    /// and returns when every event loop routes by the new one. The result has each listener of the
    /// snapshot by its id.
    public synchronized Map<String, ListenerState> apply(RoutingSnapshot snapshot) {
        Running now = running();
        RoutingTable table = new RoutingTable(snapshot, now.upstreams(), now.registry());
        now.upstreams().beforeAdoption(table);
        now.listeners().closeAllBut(snapshot.listeners());
        try {
            now.workers().inEach(worker -> worker.adopt(table));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("proxy: interrupted while swapping the routing", e);
        }
        now.upstreams().afterAdoption(table);
        now.registry().retain(table);
        states = Map.copyOf(now.listeners().open(snapshot.listeners()));
        return states;
    }

    /// The listeners as the last `apply` left them.
    public Map<String, ListenerState> listeners() {
        return states;
    }

    /// What was carried so far.
    public Figures figures() {
        Running now = running();
        return new Figures(
                now.registry().read(), now.registry().readMirrored(), now.workers().connections());
    }

    /// Requests, tunnels and TCP connections that the endpoint is serving through this proxy.
    public int inFlight(String address, int port) {
        Upstream upstream = running().upstreams().find(address, port);
        return upstream == null ? 0 : upstream.inFlightNow();
    }

    /// Whether nothing can reach the endpoint through this proxy any more: no event loop may choose
    /// it, and nothing is in flight. True for an endpoint never heard of.
    public boolean isDrained(String address, int port) {
        Upstream upstream = running().upstreams().find(address, port);
        return upstream == null || (!upstream.isSelectable() && upstream.inFlightNow() == 0);
    }

    /// Stops accepting, lets requests in flight finish up to `ProxyConfig.Lifecycle.drain`, then
    /// closes everything.
    @Override
    public synchronized void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        running = null;
        states = Map.of();
        now.listeners().closeAllBut(List.of());
        try {
            drain(now.workers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        now.sockets()
                .loops()
                .shutdownGracefully(0, SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS)
                .awaitUninterruptibly();
        now.judge().close();
    }

    private void drain(Workers workers) throws InterruptedException {
        workers.inEach(Worker::drain);
        long deadline = System.nanoTime() + config.lifecycle().drain().toNanos();
        for (Worker worker : workers.all()) {
            worker.awaitDrained(Math.max(0, deadline - System.nanoTime()));
        }
        workers.inEach(Worker::abortAll);
    }

    /// The buffers of this proxy, all of which come back when it has closed.
    PooledByteBufAllocator allocator() {
        return allocator;
    }
}
