package dev.slipway.server;

import dev.slipway.alert.api.Alertmanager;
import dev.slipway.alert.check.CheckObjects;
import dev.slipway.controller.Informers;
import dev.slipway.http.Mount;
import dev.slipway.metric.Metrics;
import dev.slipway.metric.figures.FigureExposition;
import dev.slipway.metric.figures.FigureRecorder.Job;
import java.util.List;
import java.util.Map;

/// Metrics, alerts and checks, joined to each other and to the server.
///
/// @param figures the parts that have figures of their own
record Observability(
        List<Job> figures, Alertmanager alertmanager, Metrics metrics, CheckObjects checks) {
    /// Opens the storage; from then on `started` closes all of it.
    static Observability open(
            ServerConfig config,
            Foundation ground,
            Informers informers,
            List<Job> figures,
            Started started) {
        Alertmanager alertmanager = started.add(Alerting.alertmanager(config, ground));
        Metrics metrics =
                started.add(
                        Measuring.metrics(
                                config,
                                ground,
                                informers,
                                figures,
                                Alerting.ofRules(alertmanager, config)));
        CheckObjects checks =
                started.add(Alerting.checks(ground, informers, metrics, alertmanager));
        return new Observability(figures, alertmanager, metrics, checks);
    }

    void start() {
        alertmanager.start();
        metrics.start();
        checks.start();
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(
                alertmanager.mount(Alerting.PREFIX),
                new Mount(Measuring.PREFIX, metrics.api()),
                Mount.at("/metrics", new FigureExposition(figures)));
    }

    void openConventionalPorts(Started started) {
        ConventionalPorts.open(
                Map.of(
                        ConventionalPorts.PROMETHEUS,
                        new Mount("/", metrics.api()),
                        ConventionalPorts.ALERTMANAGER,
                        alertmanager.mount("/")),
                started);
    }
}
