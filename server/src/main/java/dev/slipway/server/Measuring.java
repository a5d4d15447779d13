package dev.slipway.server;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.edge.Edge;
import dev.slipway.metric.Metrics;
import dev.slipway.metric.MetricsConfig;
import dev.slipway.metric.figures.FigureRecorder.Job;
import dev.slipway.metric.figures.ProcessFigures;
import dev.slipway.metric.kube.KubeFigures;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.node.LocalNode;
import dev.slipway.rule.AlertNotifier;
import dev.slipway.series.Labels;
import java.util.List;

/// Joins the metrics to the parts of the server that have figures.
final class Measuring {
    static final String PREFIX = "/prometheus";

    private Measuring() {}

    static Metrics metrics(
            ServerConfig config,
            Foundation ground,
            Informers informers,
            List<Job> jobs,
            AlertNotifier.Delivery alerts) {
        MetricsConfig metrics =
                MetricsConfig.defaults(ground.folder().metrics(), consoleUrl(config) + PREFIX)
                        .withPrometheusFile(config.prometheusFile())
                        .withAdminApi(config.metricsAdminApi());
        return Metrics.open(
                metrics, new Metrics.Surroundings(informers, jobs, alerts, ground.time()));
    }

    /// The jobs bear the names that community dashboards ask for.
    static List<Job> jobs(LocalNode node, String nodeName, Informers informers, Edge edge) {
        Informer<Pod> pods = informers.of(Kinds.POD);
        Labels kubelet =
                Labels.of(
                        "job",
                        "kubelet",
                        "instance",
                        nodeName,
                        "metrics_path",
                        "/metrics/cadvisor");
        return List.of(
                new Job(kubelet, new ContainerSeries(node, nodeName, pods)),
                Job.of("kube-state-metrics", nodeName, new KubeFigures(informers)),
                Job.of("slipway-edge", nodeName, new EdgeSeries(edge.figures())),
                Job.of("slipway", nodeName, new ProcessFigures(SlipwayVersion.current())));
    }

    /// Links in alerts; without a host where the port is not known before the door opens.
    static String consoleUrl(ServerConfig config) {
        int port = config.ports().console();
        return port == 0 ? "" : "http://localhost:" + port;
    }
}
