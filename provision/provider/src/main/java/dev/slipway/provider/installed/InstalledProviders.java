package dev.slipway.provider.installed;

import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.client.GoodConfigs;
import dev.slipway.provider.client.RemoteProvider;
import dev.slipway.provider.client.SchemaBytes;
import dev.slipway.provider.client.SchemaFetch;
import dev.slipway.provider.process.Connection;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.provider.schema.ProviderSchema;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The providers that are installed for one configuration. A schema comes from the cache if it is
/// there; if not, the provider is started for it, and stays to be the next that is asked for: there
/// is one start for both. A provider that allows it ([ProviderSchema.Capabilities]) is never asked
/// for the schema again.
///
/// Safe for many threads.
public final class InstalledProviders implements Providers {
    private final Installation installation;
    private final ProviderLauncher launcher;
    private final Fingerprints fingerprints;
    private final SchemaCache cache;
    private final Path goodConfigs;
    private final Map<ProviderSource, ProviderSchema> schemas = new ConcurrentHashMap<>();
    private final Map<ProviderSource, Provider> spares = new ConcurrentHashMap<>();
    private final Map<ProviderSource, CompletableFuture<Provider>> early =
            new ConcurrentHashMap<>();
    private final Map<ProviderSource, Object> locks = new ConcurrentHashMap<>();

    /// @param cacheFolder where schemas are kept, and which configurations are good; may be shared
    ///   with anybody, and deleted
    /// @param launcher is used, and not closed
    public InstalledProviders(
            Installation installation, Path cacheFolder, ProviderLauncher launcher) {
        this.installation = installation;
        this.launcher = launcher;
        this.fingerprints = new Fingerprints(cacheFolder.resolve("programs"));
        this.cache = new SchemaCache(cacheFolder.resolve("schemas"));
        this.goodConfigs = cacheFolder.resolve("configs");
    }

    /// Starts programs in the background that will be asked for soon, while their configuration is
    /// still read.
    public void startEarly(Collection<ProviderSource> sources) {
        launcher.prepare();
        for (ProviderSource each : sources) {
            CompletableFuture<Provider> coming = new CompletableFuture<>();
            if (early.putIfAbsent(each, coming) == null) {
                Thread.ofVirtual().name("provider-early").start(() -> startInto(each, coming));
            }
        }
    }

    private void startInto(ProviderSource source, CompletableFuture<Provider> coming) {
        try {
            coming.complete(startNew(source));
        } catch (RuntimeException e) {
            coming.completeExceptionally(e);
        }
    }

    /// One that was started early and nobody has yet; null if there is none, or it failed.
    private @Nullable Provider takeEarly(ProviderSource source) {
        CompletableFuture<Provider> coming = early.remove(source);
        try {
            return coming == null ? null : coming.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    @Override
    public ProviderSchema schema(ProviderSource source) {
        ProviderSchema known = schemas.get(source);
        if (known != null) {
            return known;
        }
        synchronized (lock(source)) {
            ProviderSchema first = schemas.get(source);
            if (first == null) {
                first = load(source);
                schemas.put(source, first);
            }
            return first;
        }
    }

    private ProviderSchema load(ProviderSource source) {
        if (isProgram(source)) {
            ProviderSchema cached = cache.find(fingerprints.of(program(source)));
            if (cached != null) {
                return cached;
            }
        }
        Provider first = takeEarly(source);
        Provider started = first == null ? startNew(source) : first;
        Provider before = spares.put(source, started);
        if (before != null) {
            before.close();
        }
        return started.schema();
    }

    @Override
    public Provider start(ProviderSource source) {
        Provider spare = spares.remove(source);
        if (spare != null) {
            return spare;
        }
        Provider first = takeEarly(source);
        Provider started = first == null ? startNew(source) : first;
        schemas.putIfAbsent(source, started.schema());
        return started;
    }

    /// What is started; providers of the same kind are interchangeable. `null` for those that are
    /// no programs of their own.
    Warm.@Nullable Kind kind(ProviderSource source) {
        return isProgram(source)
                ? new Warm.Kind(
                        source, fingerprints.of(program(source)), installation.surroundings())
                : null;
    }

    private Provider startNew(ProviderSource source) {
        Supplier<Provider> builtIn = installation.builtIn().get(source);
        if (builtIn != null) {
            return builtIn.get();
        }
        String name = source.forDisplay();
        Reattachment attached = installation.attached().get(source);
        Connection connection =
                attached == null
                        ? launcher.start(name, program(source), installation.surroundings())
                        : launcher.attach(attached);
        try {
            return new RemoteProvider(
                    name, connection, schemaOf(source, name, connection), goodConfigs(source));
        } catch (ProviderException e) {
            connection.close();
            throw e;
        } catch (WireFormatException e) {
            connection.close();
            throw new ProviderException(
                    "Provider " + name + " has a schema that cannot be read: " + e.getMessage(), e);
        }
    }

    /// Some providers are not ready before they were asked for their schema; they say so by not
    /// saying that it is optional.
    private ProviderSchema schemaOf(ProviderSource source, String name, Connection connection) {
        if (!isProgram(source)) {
            return SchemaFetch.fetch(name, connection).open();
        }
        String fingerprint = fingerprints.of(program(source));
        ProviderSchema known = schemas.get(source);
        if (known == null) {
            known = cache.find(fingerprint);
        }
        if (known != null && known.capabilities().providerSchemaOptional()) {
            return known;
        }
        SchemaBytes fetched = SchemaFetch.fetch(name, connection);
        ProviderSchema opened = fetched.open();
        if (known == null) {
            cache.put(fingerprint, fetched);
        }
        return opened;
    }

    private GoodConfigs goodConfigs(ProviderSource source) {
        return isProgram(source)
                ? new GoodConfigFile(goodConfigs, fingerprints.of(program(source)))
                : GoodConfigs.NONE;
    }

    private boolean isProgram(ProviderSource source) {
        return !installation.builtIn().containsKey(source)
                && !installation.attached().containsKey(source);
    }

    private Path program(ProviderSource source) {
        Path program = installation.programs().get(source);
        if (program == null) {
            throw new ProviderException(
                    "Provider " + source.forDisplay() + " is not installed; `init` installs it");
        }
        return program;
    }

    private Object lock(ProviderSource source) {
        return locks.computeIfAbsent(source, _ -> new Object());
    }

    /// Ends providers that were started and never asked for. Those that were asked for are their
    /// holders' to close.
    @Override
    public void close() {
        for (ProviderSource each : List.copyOf(early.keySet())) {
            Provider unused = takeEarly(each);
            if (unused != null) {
                unused.close();
            }
        }
        for (ProviderSource each : List.copyOf(spares.keySet())) {
            Provider spare = spares.remove(each);
            if (spare != null) {
                spare.close();
            }
        }
    }
}
