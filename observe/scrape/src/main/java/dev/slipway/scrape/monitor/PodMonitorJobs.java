package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.ArrayList;
import java.util.List;

/// `PodMonitor`: a job for each endpoint it has, over the pods it selects.
final class PodMonitorJobs implements JobTranslation {
    @Override
    public List<ObjectNode> jobs(RawResource monitor, SecretTexts secrets) {
        JsonNode spec = monitor.tree().path("spec");
        EndpointText endpointText = new EndpointText(secrets);
        List<ObjectNode> jobs = new ArrayList<>();
        for (JsonNode endpoint : spec.path("podMetricsEndpoints")) {
            JobText job = new JobText("podMonitor/%s/%d".formatted(monitor.key(), jobs.size()));
            endpointText.addLimits(spec, job);
            endpointText.add(endpoint, job);
            KubernetesText.add(job, "pod", monitor, spec);
            relabel(job, monitor.key().toString(), spec, endpoint);
            jobs.add(job.finished());
        }
        return jobs;
    }

    private static void relabel(JobText job, String monitor, JsonNode spec, JsonNode endpoint) {
        job.copyLabel("job", "__tmp_prometheus_job_name");
        KubernetesText.dropEnded(job, endpoint);
        job.select("pod", spec.path("selector"));
        String port =
                KubernetesText.keepPort(job, endpoint, "__meta_kubernetes_pod_container_port_name");
        job.copyLabel("__meta_kubernetes_namespace", "namespace");
        job.copyLabel("__meta_kubernetes_pod_container_name", "container");
        job.copyLabel("__meta_kubernetes_pod_name", "pod");
        KubernetesText.copyLabels(job, "pod", spec.path("podTargetLabels"));
        job.set("job", monitor);
        KubernetesText.jobLabel(job, "pod", spec);
        if (!port.isEmpty()) {
            job.set("endpoint", port);
        }
        job.rules(endpoint.path("relabelings"));
    }
}
