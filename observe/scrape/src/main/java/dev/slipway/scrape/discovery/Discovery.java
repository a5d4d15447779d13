package dev.slipway.scrape.discovery;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Time;
import dev.slipway.scrape.config.DiscoveryConfig;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.scrape.http.HttpTransports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/// All places where targets are looked for: each is looked at once, for all jobs that name it
/// alike. Thread-safe. Listeners are told on any thread and must only take note.
public final class Discovery {
    /// What a job has asked for. To be closed by it.
    public interface Subscription extends AutoCloseable {
        /// The groups found by now, in the order of the configuration.
        List<TargetGroup> groups();

        @Override
        void close();
    }

    private final ClusterChanges changes;
    private final HttpTransports transports;
    private final Time time;
    private final Executor executor;

    // Guarded by this.
    private final Map<DiscoveryConfig, Shared> shared = new HashMap<>();

    /// @param executor runs lookups that may take long, each on a thread of its own
    public Discovery(
            ClusterChanges changes, HttpTransports transports, Time time, Executor executor) {
        this.changes = requireNonNull(changes, "changes");
        this.transports = requireNonNull(transports, "transports");
        this.time = requireNonNull(time, "time");
        this.executor = requireNonNull(executor, "executor");
    }

    /// Looks for targets until the subscription is closed; `listener` is told when there may be
    /// others than before.
    public Subscription subscribe(List<DiscoveryConfig> configs, Runnable listener) {
        List<Shared> sources = new ArrayList<>();
        synchronized (this) {
            for (DiscoveryConfig config : configs) {
                Shared source = shared.computeIfAbsent(config, Shared::new);
                source.listeners.add(listener);
                sources.add(source);
            }
        }
        return new Leased(sources, listener);
    }

    private TargetSource open(DiscoveryConfig config, Runnable listener) {
        return switch (config) {
            case DiscoveryConfig.Static fixed -> new FixedSource(fixed.groups());
            case DiscoveryConfig.InFiles files ->
                    new RefreshingSource(
                            new FileTargets(files.patterns()),
                            files.refreshInterval(),
                            time,
                            executor,
                            listener);
            case DiscoveryConfig.OverHttp http ->
                    new RefreshingSource(
                            new HttpTargets(http, transports),
                            http.refreshInterval(),
                            time,
                            executor,
                            listener);
            case DiscoveryConfig.Dns dns ->
                    new RefreshingSource(
                            new DnsTargets(dns), dns.refreshInterval(), time, executor, listener);
            case DiscoveryConfig.Kubernetes kubernetes ->
                    new KubernetesSource(kubernetes, changes, listener);
        };
    }

    private final class Shared {
        private final DiscoveryConfig config;
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private final TargetSource source;

        Shared(DiscoveryConfig config) {
            this.config = config;
            this.source = open(config, () -> listeners.forEach(Runnable::run));
        }
    }

    private final class Leased implements Subscription {
        private final List<Shared> sources;
        private final Runnable listener;

        Leased(List<Shared> sources, Runnable listener) {
            this.sources = sources;
            this.listener = listener;
        }

        @Override
        public List<TargetGroup> groups() {
            List<TargetGroup> groups = new ArrayList<>();
            sources.forEach(each -> groups.addAll(each.source.groups()));
            return groups;
        }

        @Override
        public void close() {
            List<TargetSource> unused = new ArrayList<>();
            synchronized (Discovery.this) {
                for (Shared each : sources) {
                    each.listeners.remove(listener);
                    if (each.listeners.isEmpty() && shared.remove(each.config, each)) {
                        unused.add(each.source);
                    }
                }
            }
            unused.forEach(TargetSource::close);
        }
    }
}
