package dev.slipway.scrape.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informers;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.scrape.config.GlobalConfig;
import dev.slipway.scrape.config.JobReading;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.discovery.ClusterChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The jobs that the objects of the cluster describe, of all namespaces. An object that cannot be
/// made a job is left out with its reason, and comes back when it, or the secret it names, is
/// right. Thread-safe.
public final class MonitorJobs implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(MonitorJobs.class.getName());
    private static final String MONITORING = "monitoring.coreos.com/v1";
    private static final Map<Kind<RawResource>, JobTranslation> TRANSLATIONS = translations();

    private final Informers informers;
    private final ClusterChanges changes;
    private final Runnable listener;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final Consumer<ObjectKey> onChange;

    // Guarded by this.
    private GlobalConfig global = GlobalConfig.DEFAULT;
    private List<ScrapeConfig> jobs = List.of();
    private Map<String, String> problems = Map.of();

    /// @param listener told when there may be other jobs than before; it must only take note
    public MonitorJobs(Informers informers, ClusterChanges changes, Runnable listener) {
        this.informers = requireNonNull(informers, "informers");
        this.changes = requireNonNull(changes, "changes");
        this.listener = requireNonNull(listener, "listener");
        this.onChange = _ -> noteChange();
        TRANSLATIONS.keySet().forEach(kind -> changes.add(kind, onChange));
        changes.add(Kinds.SECRET, onChange);
        changes.add(Kinds.CONFIG_MAP, onChange);
    }

    /// All jobs by now, each with what `global` says where its object says nothing.
    public synchronized List<ScrapeConfig> jobs(GlobalConfig current) {
        if (changed.getAndSet(false) || !current.equals(global)) {
            global = current;
            translate();
        }
        return jobs;
    }

    /// What is wrong with the objects that were left out, by kind and name.
    public synchronized Map<String, String> problems() {
        return problems;
    }

    @Override
    public void close() {
        changes.remove(onChange);
    }

    private void noteChange() {
        changed.set(true);
        listener.run();
    }

    private void translate() {
        List<ScrapeConfig> translated = new ArrayList<>();
        Map<String, String> wrong = new TreeMap<>();
        TRANSLATIONS.forEach((kind, translation) -> {
            for (RawResource object : informers.of(kind).all()) {
                String name = kind.type().kind() + " " + object.key();
                try {
                    translated.addAll(jobs(object, translation, name));
                } catch (RuntimeException e) {
                    // Whatever is wrong with one object must not keep the others from their jobs.
                    wrong.put(name, String.valueOf(e.getMessage()));
                }
            }
        });
        wrong.forEach((name, reason) -> {
            if (!reason.equals(problems.get(name))) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "An object is no job object=" + name + " reason=" + reason);
            }
        });
        jobs = List.copyOf(translated);
        problems = Map.copyOf(wrong);
    }

    private List<ScrapeConfig> jobs(RawResource object, JobTranslation translation, String source) {
        SecretTexts secrets = new SecretTexts(informers, object.key().namespace());
        ObjectNode config = Json.object();
        config.putArray("scrape_configs").addAll(translation.jobs(object, secrets));
        return JobReading.read(new String(Json.bytes(config), UTF_8), source, global);
    }

    private static Map<Kind<RawResource>, JobTranslation> translations() {
        Map<Kind<RawResource>, JobTranslation> translations = new LinkedHashMap<>();
        translations.put(
                Kind.namespaced(MONITORING, "ServiceMonitor", "servicemonitors", RawResource.class),
                new ServiceMonitorJobs());
        translations.put(
                Kind.namespaced(MONITORING, "PodMonitor", "podmonitors", RawResource.class),
                new PodMonitorJobs());
        translations.put(
                Kind.namespaced(MONITORING, "Probe", "probes", RawResource.class), new ProbeJobs());
        translations.put(
                Kind.namespaced(
                        "monitoring.coreos.com/v1alpha1",
                        "ScrapeConfig",
                        "scrapeconfigs",
                        RawResource.class),
                new ScrapeConfigJobs());
        return translations;
    }
}
