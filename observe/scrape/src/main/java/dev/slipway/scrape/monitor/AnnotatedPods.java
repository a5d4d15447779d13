package dev.slipway.scrape.monitor;

import dev.slipway.scrape.config.GlobalConfig;
import dev.slipway.scrape.config.JobReading;
import dev.slipway.scrape.config.ScrapeConfig;

/// The job that is there without any configuration: pods with the annotations that the community
/// has agreed on, `prometheus.io/scrape`, `/port`, `/path` and `/scheme`, under the labels that its
/// charts give them.
public final class AnnotatedPods {
    private static final String TEXT =
            """
            scrape_configs:
            - job_name: kubernetes-pods
              honor_labels: true
              kubernetes_sd_configs: [{role: pod}]
              relabel_configs:
              - {action: keep, source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], regex: 'true'}
              - {action: drop, source_labels: [__meta_kubernetes_pod_container_init], regex: 'true'}
              - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: 'Pending|Succeeded|Failed'}
              - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scheme], regex: '(https?)', target_label: __scheme__}
              - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], regex: '(.+)', target_label: __metrics_path__}
              - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
                regex: '([^:]+);([0-9]+)'
                replacement: '$1:$2'
                target_label: __address__
              - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
                regex: '(.*:.*);([0-9]+)'
                replacement: '[$1]:$2'
                target_label: __address__
              - {action: labelmap, regex: '__meta_kubernetes_pod_label_(.+)'}
              - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
              - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
              - {source_labels: [__meta_kubernetes_pod_node_name], target_label: node}
            """;

    private AnnotatedPods() {}

    public static ScrapeConfig job(GlobalConfig global) {
        return JobReading.read(TEXT, "kubernetes-pods", global).getFirst();
    }
}
