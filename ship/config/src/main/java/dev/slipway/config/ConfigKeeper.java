package dev.slipway.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the config that revisions were started with. [#keep] turns a pod template into one whose
/// ConfigMaps and Secrets cannot change any more; [#onChange] tells when its answer may have.
/// Thread-safe.
///
/// Keeping the same template twice gives the same answer as long as the config is the same, and
/// keeping an answer changes nothing. Config is seen as it is at least since the first time that a
/// template was asked for: who changes a ConfigMap and then a workload gets one new revision, not
/// one with the old config and one more.
public final class ConfigKeeper implements Component, Stepwise {
    /// The annotation by which a ConfigMap, a Secret or a pod template stays out of it.
    public static final String ANNOTATION = "slipway.dev/config";

    /// The value of [#ANNOTATION]: changes reach running pods, as without Slipway.
    public static final String LIVE = "live";

    /// How long the first version of a workload waits for config that is missing.
    public static final Duration GRACE = Duration.ofSeconds(5);

    private static final int TEMPLATES_MAX = 16_384;

    private final Copies<ConfigMap> configMaps;
    private final Copies<Secret> secrets;
    private final ConfigCollector collector;
    private final List<Consumer<ObjectKey>> listeners = new CopyOnWriteArrayList<>();

    // Guarded by itself.
    private final Recent<Boolean> knownTemplates = new Recent<>(TEMPLATES_MAX);

    /// To be made before the informers start.
    public ConfigKeeper(Cluster cluster, Informers informers, Time time) {
        requireNonNull(cluster, "cluster");
        configMaps = new Copies<>(ConfigKind.CONFIG_MAPS, cluster, informers, time);
        secrets = new Copies<>(ConfigKind.SECRETS, cluster, informers, time);
        collector = new ConfigCollector(cluster, informers, configMaps, secrets, time);
        tell(configMaps.informer());
        tell(secrets.informer());
    }

    /// The template with its config kept; what is missing is left as it is. The template given is
    /// not changed, and the answer is the caller's own.
    public ObjectNode keep(String namespace, ObjectNode template) {
        return kept(namespace, template).template();
    }

    /// Like [#keep], and says what is missing.
    public Kept kept(String namespace, ObjectNode template) {
        ObjectNode kept = template.deepCopy();
        List<ConfigReference> references = ConfigReference.of(kept);
        if (references.isEmpty() || staysLive(template)) {
            return new Kept(kept, List.of());
        }
        String id = namespace + "/" + TemplateHash.of(template, 0);
        boolean isNew = !isKnown(id);
        Set<String> missing = new TreeSet<>();
        for (ConfigReference reference : references) {
            ObjectKey source = new ObjectKey(namespace, reference.name());
            String name = copies(reference.kind()).keep(source, isNew);
            if (name != null) {
                reference.pointTo(name);
            } else if (!reference.isOptional()) {
                missing.add(reference.kind().type().kind() + " " + reference.name());
            }
        }
        markKnown(id);
        return new Kept(kept, List.copyOf(missing));
    }

    /// `listener` is called with the key of a ConfigMap or Secret that is new, changed or gone. It
    /// runs on an informer's thread and must only record the event.
    public void onChange(Consumer<ObjectKey> listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /// The names of the ConfigMaps and Secrets that a template refers to.
    public static Set<String> names(ObjectNode template) {
        Set<String> names = new HashSet<>();
        ConfigReference.of(template).forEach(reference -> names.add(reference.name()));
        return names;
    }

    @Override
    public void start() {
        collector.start();
    }

    @Override
    public void close() {
        collector.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        return collector.step();
    }

    static boolean staysLive(Map<String, String> annotations) {
        return LIVE.equals(annotations.get(ANNOTATION));
    }

    private static boolean staysLive(ObjectNode template) {
        JsonNode annotations = template.path("metadata").path("annotations");
        return LIVE.equals(annotations.path(ANNOTATION).asText(""));
    }

    private Copies<?> copies(Kind<?> kind) {
        return kind.equals(Kinds.SECRET) ? secrets : configMaps;
    }

    private boolean isKnown(String id) {
        synchronized (knownTemplates) {
            return knownTemplates.get(id) != null;
        }
    }

    private void markKnown(String id) {
        synchronized (knownTemplates) {
            knownTemplates.put(id, true);
        }
    }

    private <T extends Resource> void tell(Informer<T> informer) {
        informer.addListener(delta -> {
            if (isNews(delta.before(), delta.after())) {
                listeners.forEach(listener -> listener.accept(delta.object().key()));
            }
        });
    }

    /// Copies never change, and nobody waits for one.
    private static boolean isNews(@Nullable Resource before, @Nullable Resource after) {
        return (before != null && !Copies.isCopy(before.metadata()))
                || (after != null && !Copies.isCopy(after.metadata()));
    }
}
