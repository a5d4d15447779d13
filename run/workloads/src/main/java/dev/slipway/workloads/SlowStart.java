package dev.slipway.workloads;

import dev.slipway.model.ApiException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Does a piece of work many times, first once, then for two, four, eight … at a time, and stops at
/// the first failure: what cannot work is not tried a thousand times.
final class SlowStart {
    private final Executor executor;

    SlowStart(Executor executor) {
        this.executor = executor;
    }

    /// Returns the first failure or null.
    @Nullable ApiException run(int count, IntConsumer work) throws InterruptedException {
        int done = 0;
        for (int batch = 1; done < count; batch *= 2) {
            int size = Math.min(batch, count - done);
            ApiException failure = batch(done, size, work);
            if (failure != null) {
                return failure;
            }
            done += size;
        }
        return null;
    }

    /// All at a time; returns one of the failures or null.
    @Nullable ApiException runAll(int count, IntConsumer work) throws InterruptedException {
        return batch(0, count, work);
    }

    private @Nullable ApiException batch(int first, int size, IntConsumer work)
            throws InterruptedException {
        AtomicReference<@Nullable ApiException> failure = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(size);
        for (int i = first; i < first + size; i++) {
            int index = i;
            executor.execute(() -> {
                try {
                    work.accept(index);
                } catch (ApiException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    running.countDown();
                }
            });
        }
        running.await();
        return failure.get();
    }
}
