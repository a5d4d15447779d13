package dev.slipway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Kind;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;

/// One place of a pod template that names a ConfigMap or Secret: `holder` is the object of the
/// template whose `field` has the name. For one thread.
record ConfigReference(Kind<?> kind, ObjectNode holder, String field) {
    private static final List<String> CONTAINERS =
            List.of("containers", "initContainers", "ephemeralContainers");

    String name() {
        return holder.path(field).asText("");
    }

    /// Whether pods start without it.
    boolean isOptional() {
        return holder.path("optional").asBoolean(false);
    }

    void pointTo(String name) {
        holder.put(field, name);
    }

    /// All of a template, in the order in which they are written. Secrets for pulling images are
    /// not among them: they say who may fetch a version, and are no part of it.
    static List<ConfigReference> of(ObjectNode template) {
        List<ConfigReference> found = new ArrayList<>();
        JsonNode spec = template.path("spec");
        for (String list : CONTAINERS) {
            spec.path(list).forEach(container -> addOfContainer(container, found));
        }
        spec.path("volumes").forEach(volume -> addOfVolume(volume, found));
        return found;
    }

    private static void addOfContainer(JsonNode container, List<ConfigReference> found) {
        for (JsonNode variable : container.path("env")) {
            JsonNode source = variable.path("valueFrom");
            add(Kinds.CONFIG_MAP, source.path("configMapKeyRef"), "name", found);
            add(Kinds.SECRET, source.path("secretKeyRef"), "name", found);
        }
        for (JsonNode source : container.path("envFrom")) {
            add(Kinds.CONFIG_MAP, source.path("configMapRef"), "name", found);
            add(Kinds.SECRET, source.path("secretRef"), "name", found);
        }
    }

    private static void addOfVolume(JsonNode volume, List<ConfigReference> found) {
        add(Kinds.CONFIG_MAP, volume.path("configMap"), "name", found);
        add(Kinds.SECRET, volume.path("secret"), "secretName", found);
        for (JsonNode source : volume.path("projected").path("sources")) {
            add(Kinds.CONFIG_MAP, source.path("configMap"), "name", found);
            add(Kinds.SECRET, source.path("secret"), "name", found);
        }
    }

    private static void add(
            Kind<?> kind, JsonNode holder, String field, List<ConfigReference> found) {
        if (holder instanceof ObjectNode object && !object.path(field).asText("").isEmpty()) {
            found.add(new ConfigReference(kind, object, field));
        }
    }
}
