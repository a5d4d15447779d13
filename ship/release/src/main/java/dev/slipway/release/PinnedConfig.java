package dev.slipway.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Rollout;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Members that a change of the release's config would not reach: after an undo a template names
/// the copy of a ConfigMap that was kept with the earlier version, not the ConfigMap itself.
/// Thread-safe.
record PinnedConfig(Parts parts) {
    /// On a kept copy: what it was made of.
    private static final String KEPT_FROM = "slipway.dev/kept-from";

    private static final Set<String> REFERENCES =
            Set.of("configMapKeyRef", "configMapRef", "configMap");

    /// What is in the way, or null.
    @Nullable String obstacle(Release release) {
        Set<String> config =
                release.spec().config().stream()
                        .map(Release.Config::name)
                        .collect(Collectors.toSet());
        for (Release.Member member : release.spec().members()) {
            String namespace = release.key().namespace();
            for (String name : referred(template(namespace, member))) {
                ConfigMap map = parts.configMaps.find(new ObjectKey(namespace, name));
                String source = map == null ? null : map.metadata().annotations().get(KEPT_FROM);
                if (source != null && config.contains(source)) {
                    return Plan.id(member)
                            + " names "
                            + name
                            + ", a kept copy of the ConfigMap "
                            + source
                            + ", as after an undo, and would not see its change; name "
                            + source
                            + " in its template";
                }
            }
        }
        return null;
    }

    private JsonNode template(String namespace, Release.Member member) {
        ObjectKey key = new ObjectKey(namespace, member.name());
        if (member.kind().equals("Rollout")) {
            Rollout rollout = parts.rollouts.find(key);
            return rollout == null ? Json.object() : rollout.spec().template();
        }
        Deployment deployment = parts.deployments.find(key);
        return deployment == null ? Json.object() : deployment.spec().template();
    }

    private static Set<String> referred(JsonNode template) {
        Set<String> names = new TreeSet<>();
        collect(template, names);
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties()
                .forEach(field -> {
                    if (REFERENCES.contains(field.getKey())) {
                        names.add(field.getValue().path("name").asText(""));
                    }
                });
        node.forEach(each -> collect(each, names));
    }
}
