package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.List;
import java.util.Locale;

/// `ScrapeConfig`: a job as in a `prometheus.yml`, in the words of objects.
final class ScrapeConfigJobs implements JobTranslation {
    private static final List<String> KNOWN_DISCOVERIES =
            List.of("httpSDConfigs", "kubernetesSDConfigs", "dnsSDConfigs");

    @Override
    public List<ObjectNode> jobs(RawResource object, SecretTexts secrets) {
        JsonNode spec = object.tree().path("spec");
        spec.properties()
                .forEach(each -> {
                    if (each.getKey().endsWith("SDConfigs")
                            && !KNOWN_DISCOVERIES.contains(each.getKey())) {
                        throw new MonitorException(
                                "%s: not supported (expected: staticConfigs, %s)"
                                        .formatted(
                                                each.getKey(),
                                                String.join(", ", KNOWN_DISCOVERIES)));
                    }
                });
        JobText job = new JobText("scrapeConfig/" + object.key());
        EndpointText endpointText = new EndpointText(secrets);
        endpointText.addLimits(spec, job);
        endpointText.add(spec, job);
        for (JsonNode each : spec.path("staticConfigs")) {
            ObjectNode group = job.list("static_configs").addObject();
            group.set("targets", each.path("targets"));
            if (each.path("labels").isObject()) {
                group.set("labels", each.path("labels"));
            }
        }
        for (JsonNode each : spec.path("httpSDConfigs")) {
            ObjectNode discovery = job.list("http_sd_configs").addObject();
            copy(each, "url", discovery, "url");
            copy(each, "refreshInterval", discovery, "refresh_interval");
            endpointText.http(each, discovery);
        }
        for (JsonNode each : spec.path("dnsSDConfigs")) {
            ObjectNode discovery = job.list("dns_sd_configs").addObject();
            copy(each, "names", discovery, "names");
            copy(each, "type", discovery, "type");
            copy(each, "port", discovery, "port");
            copy(each, "refreshInterval", discovery, "refresh_interval");
        }
        spec.path("kubernetesSDConfigs").forEach(each -> kubernetes(each, job));
        job.copyLabel("job", "__tmp_prometheus_job_name");
        String name = spec.path("jobName").asText("");
        if (!name.isEmpty()) {
            job.set("job", name);
        }
        job.rules(spec.path("relabelings"));
        return List.of(job.finished());
    }

    private static void kubernetes(JsonNode config, JobText job) {
        ObjectNode discovery = job.list("kubernetes_sd_configs").addObject();
        discovery.put("role", config.path("role").asText("").toLowerCase(Locale.ROOT));
        if (config.path("namespaces").path("names").isArray()) {
            discovery.putObject("namespaces").set("names", config.path("namespaces").path("names"));
        }
        for (JsonNode each : config.path("selectors")) {
            ObjectNode selector = discovery.withArrayProperty("selectors").addObject();
            selector.put("role", each.path("role").asText("").toLowerCase(Locale.ROOT));
            copy(each, "label", selector, "label");
            copy(each, "field", selector, "field");
        }
        if (config.path("attachMetadata").isObject()) {
            ObjectNode attached = discovery.putObject("attach_metadata");
            copy(config.path("attachMetadata"), "node", attached, "node");
            copy(config.path("attachMetadata"), "namespace", attached, "namespace");
        }
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String key) {
        JsonNode value = from.path(field);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(key, value);
        }
    }
}
