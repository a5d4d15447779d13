package dev.slipway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The workers of a proxy, one for each event loop.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class Workers {
    private final IdentityHashMap<EventLoop, Worker> byLoop = new IdentityHashMap<>();
    private final List<Worker> all;
    private final int connectionsMax;
    private final AtomicInteger connections = new AtomicInteger();

    Workers(Worker.Shared shared) {
        for (EventExecutor loop : shared.sockets().loops()) {
            byLoop.put((EventLoop) loop, new Worker(byLoop.size(), (EventLoop) loop, shared));
        }
        all = List.copyOf(byLoop.values());
        connectionsMax = shared.config().clients().connectionsMax();
        all.forEach(Worker::start);
    }

    Worker of(EventLoop loop) {
        Worker worker = byLoop.get(loop);
        if (worker == null) {
            throw new IllegalStateException("event loop: without a worker");
        }
        return worker;
    }

    List<Worker> all() {
        return all;
    }

    /// Counts a client's connection until it closes; false where there are too many.
    boolean admit(Channel channel, Worker worker) {
        if (connections.incrementAndGet() > connectionsMax) {
            connections.decrementAndGet();
            worker.counters().refused();
            return false;
        }
        worker.counters().opened();
        channel.closeFuture()
                .addListener(closed -> {
                    connections.decrementAndGet();
                    worker.counters().closed();
                });
        return true;
    }

    /// Does something in every event loop and returns when all have done it.
    void inEach(Consumer<Worker> action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(all.size());
        for (Worker worker : all) {
            worker.loop()
                    .execute(() -> {
                        try {
                            action.accept(worker);
                        } finally {
                            done.countDown();
                        }
                    });
        }
        done.await();
    }

    Figures.Connections connections() {
        Figures.Connections sum = new Figures.Connections(0, 0, 0, 0, 0, 0);
        for (Worker worker : all) {
            sum = worker.counters().plus(sum);
        }
        return sum;
    }
}
