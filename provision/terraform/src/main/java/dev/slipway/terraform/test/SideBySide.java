package dev.slipway.terraform.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Does the same with several things at once. Stateless.
final class SideBySide {
    private SideBySide() {}

    /// The results in the order of the things. What goes wrong is thrown when all are done.
    static <T, R> List<R> map(List<T> things, Function<T, R> work) {
        List<FutureTask<R>> tasks = new ArrayList<>();
        for (T each : things) {
            FutureTask<R> task = new FutureTask<>(() -> work.apply(each));
            Thread.ofVirtual().name("test-run").start(task);
            tasks.add(task);
        }
        List<R> results = new ArrayList<>();
        RuntimeException problem = null;
        for (FutureTask<R> each : tasks) {
            try {
                results.add(each.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while runs were carried out", e);
            } catch (ExecutionException e) {
                problem = new IllegalStateException("A run failed unexpectedly", e.getCause());
            }
        }
        if (problem != null) {
            throw problem;
        }
        return results;
    }
}
