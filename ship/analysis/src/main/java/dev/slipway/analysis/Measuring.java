package dev.slipway.analysis;

import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Has measurements taken, those of several metrics at the same time. Whatever goes wrong with one
/// is an Error measurement. Thread-safe; closed by its owner.
final class Measuring implements AutoCloseable {
    private final Providers providers;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    Measuring(Providers providers) {
        this.providers = providers;
    }

    /// What is to be done for a metric; `result` is what is known of it.
    record Order(Provider.Task task, MetricResult result, boolean ending) {}

    /// The measurements in the order of the orders, null where there is none to take.
    List<@Nullable Measurement> take(List<Order> orders) throws InterruptedException {
        List<Callable<@Nullable Measurement>> calls = new ArrayList<>();
        orders.forEach(order -> calls.add(() -> take(order)));
        List<@Nullable Measurement> measurements = new ArrayList<>();
        if (calls.size() == 1) {
            measurements.add(take(orders.getFirst()));
            return measurements;
        }
        for (Future<@Nullable Measurement> future : executor.invokeAll(calls)) {
            try {
                measurements.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("Measuring catches what providers throw", e);
            }
        }
        return measurements;
    }

    private @Nullable Measurement take(Order order) {
        Provider.Task task = order.task();
        Provider provider = providers.named(task.metric().provider());
        Measurement last = MetricProgress.last(order.result());
        try {
            if (last != null && last.finishedAt() == null) {
                return order.ending()
                        ? provider.terminate(task, last)
                        : provider.resume(task, last);
            }
            return order.ending() ? null : provider.measure(task);
        } catch (AnalysisException | ApiException e) {
            return task.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
