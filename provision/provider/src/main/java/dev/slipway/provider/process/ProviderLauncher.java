package dev.slipway.provider.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.WireFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Starts providers. One of it is enough for a process: it holds the threads that all connections
/// share and the key by which providers know us. Closing it ends every provider that still runs, as
/// the end of this process does. Safe for many threads.
public final class ProviderLauncher implements AutoCloseable {
    /// How to start: the time a provider has for its handshake, and whether the connection is
    /// encrypted.
    public record Options(long startTimeoutMillis, boolean tls) {
        private static final int START_TIMEOUT_MILLIS = 60_000;

        /// As `environment` (that of this process) says: `TF_DISABLE_PLUGIN_TLS` turns TLS off.
        public static Options from(Map<String, String> environment) {
            boolean tls = environment.getOrDefault("TF_DISABLE_PLUGIN_TLS", "").isEmpty();
            return new Options(START_TIMEOUT_MILLIS, tls);
        }
    }

    private final Options options;
    private final InstantSource clock;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final Thread killer = new Thread(() -> running.forEach(Running::kill), "provider-end");
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable PluginCertificate certificate;

    @GuardedBy("lock")
    private @Nullable Wiring wiring;

    public ProviderLauncher(Options options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /// Makes what the first start needs in the background, for callers who know that there will be
    /// one.
    public void prepare() {
        if (options.tls()) {
            Thread.ofVirtual().name("provider-certificate").start(this::certificate);
            Thread.ofVirtual().name("provider-wiring").start(this::wiring);
        }
    }

    /// Starts the program and connects to it.
    ///
    /// @param name what messages call the provider
    /// @throws ProviderException if it does not start, or is no provider
    public Connection start(String name, Path program, Surroundings surroundings) {
        if (!Files.isExecutable(program)) {
            throw new ProviderException(
                    "Provider " + name + " does not start: " + program + " is no program");
        }
        PluginCertificate own = options.tls() ? certificate() : null;
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.remove("PLUGIN_CLIENT_CERT");
        if (own != null) {
            environment.put("PLUGIN_CLIENT_CERT", own.pem());
        }
        ProviderProcess process =
                ProviderProcess.start(
                        name, program, new Surroundings(surroundings.folder(), environment));
        try {
            Handshake handshake = process.awaitHandshake(options.startTimeoutMillis());
            if (own != null && handshake.certificate() == null) {
                own = null;
            }
            return connect(handshake, own, process);
        } catch (WireFormatException e) {
            process.kill();
            process.end(0);
            throw new ProviderException(
                    "Provider " + name + " does not start: " + e.getMessage(), e);
        } catch (ProviderException e) {
            process.kill();
            process.end(0);
            throw e;
        }
    }

    private Connection connect(
            Handshake handshake, @Nullable PluginCertificate own, ProviderProcess process) {
        var channel = wiring().connect(handshake.address(), handshake.certificate(), own);
        Running connection =
                new Running(channel, handshake.protocolVersion(), process, running::remove);
        running.add(connection);
        PrintedOutput.follow(channel, process);
        return connection;
    }

    /// Connects to a provider that is already there.
    public Connection attach(Reattachment provider) {
        return new Running(
                wiring().connect(provider.address(), null, null),
                provider.protocolVersion(),
                null,
                _ -> {});
    }

    /// Made when it is first needed, and used for all providers: it proves no more to them than
    /// that the program which started them is the one that calls.
    private PluginCertificate certificate() {
        lock.lock();
        try {
            PluginCertificate made = certificate;
            if (made == null) {
                made = PluginCertificate.create(new SecureRandom(), clock.instant());
                certificate = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /// Not before somebody connects: what never needs a provider shall not wait for this.
    private Wiring wiring() {
        lock.lock();
        try {
            Wiring made = wiring;
            if (made == null) {
                made = new Wiring();
                wiring = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /// Side by side, for each may take seconds.
    private void closeAll() {
        List<Thread> threads =
                running.stream().map(each -> Thread.ofVirtual().start(each::close)).toList();
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException _) {
                running.forEach(Running::kill);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closeAll();
        endWiring();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook running.
        }
    }

    private void endWiring() {
        lock.lock();
        try {
            if (wiring != null) {
                wiring.close();
                wiring = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
