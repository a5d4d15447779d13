package dev.slipway.api;

import java.util.List;

/// What is measured and checked, what is computed of it, and what is sized by it.
final class MonitoringKinds {
    private static final String MONITORING = "monitoring.coreos.com/v1";

    private MonitoringKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced(MONITORING, "PrometheusRule", "prometheusrules")
                        .shortNames("promrule")
                        .categories("prometheus-operator")
                        .withStatus()
                        .withGeneration()
                        .rules(new PrometheusRuleRules())
                        .build(),
                monitor("ServiceMonitor", "servicemonitors", "smon"),
                monitor("PodMonitor", "podmonitors", "pmon"),
                monitor("Probe", "probes", "prb"),
                KindDefinition.namespaced(
                                "monitoring.coreos.com/v1alpha1", "ScrapeConfig", "scrapeconfigs")
                        .shortNames("scfg")
                        .categories("prometheus-operator")
                        .withStatus()
                        .withGeneration()
                        .build(),
                KindDefinition.namespaced(
                                "autoscaling/v2",
                                "HorizontalPodAutoscaler",
                                "horizontalpodautoscalers")
                        .columns(AutoscalerColumns.all())
                        .shortNames("hpa")
                        .categories("all")
                        .withStatus()
                        .withGeneration()
                        .rules(new AutoscalerRules())
                        .build(),
                KindDefinition.namespaced("slipway.dev/v1alpha1", "Check", "checks")
                        .columns(CheckColumns.all())
                        .withStatus()
                        .withGeneration()
                        .rules(new CheckRules())
                        .build());
    }

    private static KindDefinition monitor(String kind, String plural, String shortName) {
        return KindDefinition.namespaced(MONITORING, kind, plural)
                .shortNames(shortName)
                .categories("prometheus-operator")
                .withStatus()
                .withGeneration()
                .build();
    }
}
