package dev.slipway.terraform.folder;

import dev.slipway.provider.Providers;
import dev.slipway.provider.installed.InstalledProviders;
import dev.slipway.provider.installed.ProviderPool;
import dev.slipway.provider.process.ProviderLauncher;
import java.time.InstantSource;
import java.util.Map;

/// Running providers that are kept from one run to the next, for those who work with folders again
/// and again. Thread-safe.
public final class SharedProviders implements AutoCloseable {
    private final ProviderLauncher launcher;
    private final ProviderPool pool;

    /// `environment` says how providers are started.
    public SharedProviders(Map<String, String> environment, InstantSource clock) {
        this.launcher = new ProviderLauncher(ProviderLauncher.Options.from(environment), clock);
        this.pool = new ProviderPool(ProviderPool.Limits.DEFAULT, clock);
    }

    ProviderLauncher launcher() {
        return launcher;
    }

    Providers over(InstalledProviders installed) {
        return pool.over(installed);
    }

    /// Ends those that were not needed for long; to be called now and then.
    public void evict() {
        pool.evict();
    }

    @Override
    public void close() {
        pool.close();
        launcher.close();
    }
}
