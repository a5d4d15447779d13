package dev.slipway.remote;

import dev.slipway.remote.RemoteWriteConfig.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sends the entries of its share of the series, one batch after another, so that those of a series
/// arrive in their order. [#run] is for one thread, [#put] for another.
final class Shard implements Runnable {
    private final Queue limits;
    private final Sender sender;
    private final Consumer<Entry> finished;
    private final BlockingQueue<Entry> entries;
    private final RequestBuilder builder = new RequestBuilder();

    /// @param finished told of every entry that was sent or given up
    Shard(Queue limits, Sender sender, Consumer<Entry> finished) {
        this.limits = limits;
        this.sender = sender;
        this.finished = finished;
        this.entries = new ArrayBlockingQueue<>(limits.capacity());
    }

    /// Waits for room.
    void put(Entry entry) throws InterruptedException {
        entries.put(entry);
    }

    /// Until interrupted; what is under way then is sent again by the next process.
    @Override
    public void run() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                collect(batch);
                sender.send(List.copyOf(batch), builder);
                batch.forEach(finished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect(List<Entry> batch) throws InterruptedException {
        batch.add(entries.take());
        long deadline = System.nanoTime() + limits.batchDeadline().toNanos();
        while (batch.size() < limits.samplesPerSendMax()) {
            entries.drainTo(batch, limits.samplesPerSendMax() - batch.size());
            if (batch.size() == limits.samplesPerSendMax()) {
                return;
            }
            Entry next = entries.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }
}
