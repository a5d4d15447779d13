package dev.slipway.scrape.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Time;
import dev.slipway.scrape.config.HttpSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The transports in use: one for all who have the same settings, as long as somebody holds a lease
/// of it. Thread-safe. Closing it ends all requests.
public final class HttpTransports implements AutoCloseable {
    /// All bodies above the size that everybody may have.
    private static final long BODIES_BYTES_MAX = 256L << 20;

    private static final class Shared {
        private final HttpTransport transport;
        private int leases;

        Shared(HttpTransport transport) {
            this.transport = transport;
        }
    }

    private final Time time;
    private final BodyBudget budget = new BodyBudget(BODIES_BYTES_MAX);
    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fetch").factory());

    // Guarded by this.
    private final Map<HttpSettings, Shared> shared = new HashMap<>();

    public HttpTransports(Time time) {
        this.time = requireNonNull(time, "time");
    }

    /// A transport for the time until [#release].
    public synchronized HttpTransport lease(HttpSettings settings) {
        Shared found =
                shared.computeIfAbsent(
                        settings,
                        key -> new Shared(new HttpTransport(key, time, executor, budget)));
        found.leases++;
        return found.transport;
    }

    public void release(HttpSettings settings) {
        Shared unused = null;
        synchronized (this) {
            Shared found = shared.get(settings);
            if (found != null && --found.leases == 0) {
                unused = shared.remove(settings);
            }
        }
        if (unused != null) {
            unused.transport.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            shared.values().forEach(each -> each.transport.close());
            shared.clear();
        }
        executor.shutdownNow();
    }
}
