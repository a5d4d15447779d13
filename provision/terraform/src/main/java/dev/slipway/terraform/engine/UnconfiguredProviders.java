package dev.slipway.terraform.engine;

import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Providers for what they do without being configured, each started when it is first needed.
/// Thread-safe.
final class UnconfiguredProviders implements AutoCloseable {
    private static final System.Logger LOG =
            System.getLogger(UnconfiguredProviders.class.getName());

    private final Providers providers;
    private final Map<ProviderSource, Memo<Provider>> started = new ConcurrentHashMap<>();
    private final Queue<Provider> running = new ConcurrentLinkedQueue<>();

    UnconfiguredProviders(Providers providers) {
        this.providers = providers;
    }

    /// Throws [ProviderException] if it cannot be started.
    Provider get(ProviderSource source) {
        return started.computeIfAbsent(
                        source, _ -> new Memo<>(source.toString(), () -> start(source)))
                .get();
    }

    private Provider start(ProviderSource source) {
        Provider provider = providers.start(source);
        running.add(provider);
        return provider;
    }

    @Override
    public void close() {
        for (Provider each : running) {
            try {
                each.close();
            } catch (ProviderException e) {
                LOG.log(System.Logger.Level.DEBUG, "Provider did not end in order.", e);
            }
        }
    }
}
