package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.List;
import java.util.Locale;

/// `Probe`: one job, whose targets are asked for at a prober, such as the blackbox exporter.
final class ProbeJobs implements JobTranslation {
    @Override
    public List<ObjectNode> jobs(RawResource probe, SecretTexts secrets) {
        JsonNode spec = probe.tree().path("spec");
        String prober = spec.path("prober").path("url").asText("");
        if (prober.isEmpty()) {
            throw new MonitorException("prober.url is missing (expected: `host:port`)");
        }
        JobText job = new JobText("probe/" + probe.key());
        EndpointText endpointText = new EndpointText(secrets);
        endpointText.addLimits(spec, job);
        endpointText.add(spec, job);
        prober(spec, job);
        job.copyLabel("job", "__tmp_prometheus_job_name");
        if (!spec.path("jobName").asText("").isEmpty()) {
            job.set("job", spec.path("jobName").asText());
        }
        JsonNode fixed = spec.path("targets").path("staticConfig");
        JsonNode ingress = spec.path("targets").path("ingress");
        if (fixed.isObject()) {
            fixedTargets(job, probe, fixed, prober);
        } else if (ingress.isObject()) {
            ingresses(job, probe, ingress, prober);
        } else {
            throw new MonitorException("targets: expected `staticConfig` or `ingress`");
        }
        return List.of(job.finished());
    }

    private static void prober(JsonNode spec, JobText job) {
        JsonNode prober = spec.path("prober");
        job.object().put("metrics_path", "/probe");
        job.copy(prober, "path", "metrics_path");
        job.copy(prober, "proxyUrl", "proxy_url");
        String scheme = prober.path("scheme").asText("");
        if (!scheme.isEmpty()) {
            job.object().put("scheme", scheme.toLowerCase(Locale.ROOT));
        }
        String module = spec.path("module").asText("");
        if (!module.isEmpty()) {
            job.object().putObject("params").putArray("module").add(module);
        }
    }

    private static void fixedTargets(
            JobText job, RawResource probe, JsonNode fixed, String prober) {
        ObjectNode group = job.list("static_configs").addObject();
        ArrayNode targets = group.putArray("targets");
        // As a parameter, since an address must not have a path.
        fixed.path("static").forEach(each -> targets.add(each.asText()));
        ObjectNode labels = group.putObject("labels");
        labels.put("namespace", probe.key().namespace());
        fixed.path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        job.copyLabel("__address__", "__param_target");
        job.copyLabel("__param_target", "instance");
        job.set("__address__", prober);
        job.rules(fixed.path("relabelingConfigs"));
    }

    private static void ingresses(JobText job, RawResource probe, JsonNode ingress, String prober) {
        ObjectNode discovery = job.list("kubernetes_sd_configs").addObject().put("role", "ingress");
        KubernetesText.namespaces(discovery, probe, ingress.path("namespaceSelector"));
        job.select("ingress", ingress.path("selector"));
        List<String> url =
                List.of(
                        "__meta_kubernetes_ingress_scheme",
                        "__address__",
                        "__meta_kubernetes_ingress_path");
        job.replace(url, "(.+);(.+);(.+)", "${1}://${2}${3}", "__param_target");
        job.copyLabel("__meta_kubernetes_namespace", "namespace");
        job.copyLabel("__meta_kubernetes_ingress_name", "ingress");
        job.copyLabel("__param_target", "instance");
        job.set("__address__", prober);
        job.rules(ingress.path("relabelingConfigs"));
    }
}
