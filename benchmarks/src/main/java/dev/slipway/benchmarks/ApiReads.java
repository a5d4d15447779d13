package dev.slipway.benchmarks;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Reading through the API server over TLS: a list of 10,000 pods, and how long after a write each
/// of 1,000 watchers has been told.
public final class ApiReads {
    private static final int PODS = 10_000;
    private static final int WATCHERS = 1_000;
    private static final int ROUNDS = 20;

    private ApiReads() {}

    public static void main(String[] args) throws Exception {
        try (BenchFolder folder = BenchFolder.create();
                ApiProcess api = ApiProcess.start(folder.path(), PODS)) {
            list(api, "/api/v1/namespaces/default/pods");
            list(api, "/api/v1/namespaces/default/pods?limit=500");
            fanOut(api);
        }
    }

    private static void list(ApiProcess api, String path) {
        double[] millis = new double[ROUNDS];
        long bytes = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            bytes = api.get(path).aggregate().join().content().length();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "list %s: p50 %.1f ms, best %.1f ms, %.1f MB%n",
                path, millis[ROUNDS / 2], millis[0], bytes / 1e6);
    }

    private static void fanOut(ApiProcess api) throws InterruptedException {
        AtomicReference<CountDownLatch> told = new AtomicReference<>(new CountDownLatch(WATCHERS));
        for (int i = 0; i < WATCHERS; i++) {
            HttpResponse response = api.get("/api/v1/namespaces/default/configmaps?watch=true");
            response.subscribe(new Watcher(told));
        }
        // The first write opens what is still being opened.
        api.create("first", "1");
        if (!told.get().await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(told.get().getCount() + " watches did not open");
        }
        double[] millis = new double[ROUNDS];
        long before = api.processorTime().toNanos();
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch all = new CountDownLatch(WATCHERS);
            told.set(all);
            long start = System.nanoTime();
            api.create("told-" + i, "x".repeat(1_024));
            if (!all.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(all.getCount() + " watchers were not told");
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double micros = (api.processorTime().toNanos() - before) / 1e3;
        Arrays.sort(millis);
        System.out.printf(
                "fan-out to %,d watchers: p50 %.1f ms, worst %.1f ms, %.1f us of processor time"
                        + " per watcher and event%n",
                WATCHERS, millis[ROUNDS / 2], millis[ROUNDS - 1], micros / ROUNDS / WATCHERS);
    }

    /// Counts the pieces of one watch; each event comes as one.
    private record Watcher(AtomicReference<CountDownLatch> told) implements Subscriber<HttpObject> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(HttpObject object) {
            if (object instanceof HttpData data && !data.isEmpty()) {
                told.get().countDown();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // A watch that breaks shows as one that was not told.
        }

        @Override
        public void onComplete() {
            // As above.
        }
    }
}
