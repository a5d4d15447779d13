package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.List;

/// What objects have in common that look for targets in the cluster. Pure functions.
final class KubernetesText {
    private KubernetesText() {}

    /// Discovery of a role in the namespaces that the object may look into.
    static void add(JobText job, String role, RawResource object, JsonNode spec) {
        ObjectNode discovery = job.list("kubernetes_sd_configs").addObject().put("role", role);
        namespaces(discovery, object, spec.path("namespaceSelector"));
        if (spec.path("attachMetadata").path("node").asBoolean(false)) {
            discovery.putObject("attach_metadata").put("node", true);
        }
    }

    static void namespaces(ObjectNode discovery, RawResource object, JsonNode selector) {
        if (selector.path("any").asBoolean(false)) {
            return;
        }
        ArrayNode names = discovery.putObject("namespaces").putArray("names");
        selector.path("matchNames").forEach(each -> names.add(each.asText()));
        if (names.isEmpty()) {
            names.add(object.key().namespace());
        }
    }

    /// Keeps the targets of the port that an endpoint names; how the port is called, empty if none
    /// is named.
    static String keepPort(JobText job, JsonNode endpoint, String nameLabel) {
        String name = endpoint.path("port").asText("");
        if (!name.isEmpty()) {
            job.keep(List.of(nameLabel), JobText.quoted(name));
            return name;
        }
        String number = endpoint.path("portNumber").asText("");
        JsonNode target = endpoint.path("targetPort");
        String wanted = number.isEmpty() ? target.asText("") : number;
        if (!wanted.isEmpty()) {
            boolean named = number.isEmpty() && target.isTextual();
            String label = "__meta_kubernetes_pod_container_port_" + (named ? "name" : "number");
            job.keep(List.of(label), JobText.quoted(wanted));
        }
        return wanted;
    }

    static void dropEnded(JobText job, JsonNode endpoint) {
        if (endpoint.path("filterRunning").asBoolean(true)) {
            job.drop(List.of("__meta_kubernetes_pod_phase"), "(Failed|Succeeded)");
        }
    }

    static void copyLabels(JobText job, String role, JsonNode names) {
        for (JsonNode each : names) {
            String name = JobText.sanitized(each.asText());
            job.copyIfPresent("__meta_kubernetes_" + role + "_label_" + name, name);
        }
    }

    static void jobLabel(JobText job, String role, JsonNode spec) {
        String label = spec.path("jobLabel").asText("");
        if (!label.isEmpty()) {
            String name = JobText.sanitized(label);
            job.copyIfPresent("__meta_kubernetes_" + role + "_label_" + name, "job");
        }
    }
}
