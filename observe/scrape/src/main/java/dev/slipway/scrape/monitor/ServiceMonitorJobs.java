package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.ArrayList;
import java.util.List;

/// `ServiceMonitor`: a job for each endpoint it has, over the endpoints of the services it selects.
final class ServiceMonitorJobs implements JobTranslation {
    @Override
    public List<ObjectNode> jobs(RawResource monitor, SecretTexts secrets) {
        JsonNode spec = monitor.tree().path("spec");
        EndpointText endpointText = new EndpointText(secrets);
        List<ObjectNode> jobs = new ArrayList<>();
        for (JsonNode endpoint : spec.path("endpoints")) {
            JobText job = new JobText("serviceMonitor/%s/%d".formatted(monitor.key(), jobs.size()));
            endpointText.addLimits(spec, job);
            endpointText.add(endpoint, job);
            KubernetesText.add(job, "endpoints", monitor, spec);
            relabel(job, spec, endpoint);
            jobs.add(job.finished());
        }
        return jobs;
    }

    private static void relabel(JobText job, JsonNode spec, JsonNode endpoint) {
        job.copyLabel("job", "__tmp_prometheus_job_name");
        job.select("service", spec.path("selector"));
        String port =
                KubernetesText.keepPort(job, endpoint, "__meta_kubernetes_endpoint_port_name");
        List<String> target =
                List.of(
                        "__meta_kubernetes_endpoint_address_target_kind",
                        "__meta_kubernetes_endpoint_address_target_name");
        job.replace(target, "Node;(.*)", "${1}", "node");
        job.replace(target, "Pod;(.*)", "${1}", "pod");
        job.copyLabel("__meta_kubernetes_namespace", "namespace");
        job.copyLabel("__meta_kubernetes_service_name", "service");
        job.copyLabel("__meta_kubernetes_pod_name", "pod");
        job.copyLabel("__meta_kubernetes_pod_container_name", "container");
        KubernetesText.dropEnded(job, endpoint);
        KubernetesText.copyLabels(job, "service", spec.path("targetLabels"));
        KubernetesText.copyLabels(job, "pod", spec.path("podTargetLabels"));
        job.copyLabel("__meta_kubernetes_service_name", "job");
        KubernetesText.jobLabel(job, "service", spec);
        if (!port.isEmpty()) {
            job.set("endpoint", port);
        }
        job.rules(endpoint.path("relabelings"));
    }
}
