package dev.slipway.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Everything that belongs to one event loop: the table it routes by, its connections and pools,
/// and the buffers it scans and writes heads in. Only that loop touches it, but for what says
/// otherwise.
///
/// Time limits are looked after by one tick for all connections, a few times a second, instead of a
/// timer for each request: a request then costs two stores instead of a queue operation.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class Worker {
    private static final long TICK_MILLIS = 250;

    private final int index;
    private final EventLoop loop;
    private final Sockets sockets;
    private final ByteBufAllocator allocator;
    private final ProxyConfig config;
    private final SeriesRegistry registry;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final Set<Tracked> open = new HashSet<>();
    private final List<UpstreamPool> pools = new ArrayList<>();
    private final Balancer balancer = new Balancer(new SplittableRandom());
    private final Mirrors mirrors;
    private final HeadBuffer out = new HeadBuffer();
    private final HeadReader<RequestHead> requests;
    private final HeadReader<ResponseHead> responses;
    private final RequestWriter requestWriter;
    private final ResponseWriter responseWriter;
    private final CountDownLatch drained = new CountDownLatch(1);
    private RoutingTable table;
    private boolean draining;
    private @Nullable ScheduledFuture<?> ticking;

    /// What the workers of a proxy share.
    record Shared(
            Sockets sockets,
            ByteBufAllocator allocator,
            ProxyConfig config,
            SeriesRegistry registry,
            MirrorJudge judge,
            RoutingTable table) {}

    Worker(int index, EventLoop loop, Shared shared) {
        this.index = index;
        this.loop = loop;
        sockets = shared.sockets();
        allocator = shared.allocator();
        config = shared.config();
        registry = shared.registry();
        mirrors = new Mirrors(shared.judge());
        table = shared.table();
        ProxyConfig.HeadLimits limits = config.clients().head();
        byte[] scratch = new byte[limits.bytesMax()];
        RequestScanner scanner = new RequestScanner(limits);
        requests = new HeadReader<>(scratch, scanner::scan, new RequestHead(limits.headersMax()));
        responses =
                new HeadReader<>(
                        scratch, ResponseScanner::scan, new ResponseHead(limits.headersMax()));
        requestWriter = new RequestWriter(config.forwarded(), out);
        responseWriter = new ResponseWriter(out);
    }

    /// From any thread.
    void start() {
        loop.execute(() ->
                ticking =
                        loop.scheduleWithFixedDelay(
                                this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void tick() {
        long now = now();
        for (Tracked tracked : open.toArray(Tracked[]::new)) {
            tracked.tick(now);
        }
        long oldest = now - config.upstreams().idle().toNanos();
        for (UpstreamPool pool : pools) {
            pool.closeIdleSinceBefore(oldest);
        }
    }

    void adopt(RoutingTable next) {
        table = next;
        pools.removeIf(pool -> isRetired(pool, next));
        for (Tracked tracked : open.toArray(Tracked[]::new)) {
            tracked.adopted(next);
        }
    }

    private boolean isRetired(UpstreamPool pool, RoutingTable next) {
        if (next.ready().contains(pool.upstream())) {
            return false;
        }
        pool.retire();
        pool.upstream().dropPool(this);
        return true;
    }

    /// Lets connections end as soon as nothing is in flight on them.
    void drain() {
        draining = true;
        pools.forEach(UpstreamPool::closeAll);
        for (Tracked tracked : open.toArray(Tracked[]::new)) {
            tracked.drain();
        }
        countDownWhereDrained();
    }

    void abortAll() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        for (Tracked tracked : open.toArray(Tracked[]::new)) {
            tracked.abort();
        }
        mirrors.abortAll();
        pools.forEach(UpstreamPool::closeAll);
    }

    /// From any thread: waits until no connection is left after `drain`.
    boolean awaitDrained(long nanos) throws InterruptedException {
        return drained.await(nanos, TimeUnit.NANOSECONDS);
    }

    void add(Tracked connection) {
        open.add(connection);
    }

    void remove(Tracked connection) {
        open.remove(connection);
        countDownWhereDrained();
    }

    private void countDownWhereDrained() {
        if (draining && open.isEmpty()) {
            drained.countDown();
        }
    }

    void add(UpstreamPool pool) {
        pools.add(pool);
    }

    int index() {
        return index;
    }

    EventLoop loop() {
        return loop;
    }

    Sockets sockets() {
        return sockets;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    ProxyConfig config() {
        return config;
    }

    SeriesRegistry registry() {
        return registry;
    }

    /// Its sums may be read by any thread.
    ConnectionCounters counters() {
        return counters;
    }

    Balancer balancer() {
        return balancer;
    }

    Mirrors mirrors() {
        return mirrors;
    }

    /// Where heads are written before they become a buffer; each use begins anew.
    HeadBuffer out() {
        return out;
    }

    HeadReader<RequestHead> requests() {
        return requests;
    }

    HeadReader<ResponseHead> responses() {
        return responses;
    }

    RequestWriter requestWriter() {
        return requestWriter;
    }

    ResponseWriter responseWriter() {
        return responseWriter;
    }

    RoutingTable table() {
        return table;
    }

    boolean isDraining() {
        return draining;
    }

    /// The time of day, which places of users carry.
    long epochSeconds() {
        return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    }

    long now() {
        return System.nanoTime();
    }
}
