package dev.slipway.server;

import dev.slipway.alert.api.Alertmanager;
import dev.slipway.alert.check.CheckObjects;
import dev.slipway.alert.check.Checks;
import dev.slipway.alert.check.PluginProcess;
import dev.slipway.controller.Informers;
import dev.slipway.metric.Metrics;
import dev.slipway.rule.AlertSink;
import java.util.concurrent.Executor;

/// Joins alerts to those who raise them.
final class Alerting {
    static final String PREFIX = "/alertmanager";

    private static final Executor THREADS = task -> Thread.ofVirtual().name("alerting").start(task);

    private Alerting() {}

    static Alertmanager alertmanager(ServerConfig config, Foundation ground) {
        return new Alertmanager(
                config.alertmanagerFile(),
                ground.folder().alerts(),
                Measuring.consoleUrl(config) + PREFIX,
                ground.time(),
                THREADS);
    }

    static AlertSink ofRules(Alertmanager alertmanager, ServerConfig config) {
        return new RuleAlerts(
                alertmanager.dispatcher(), Measuring.consoleUrl(config) + Measuring.PREFIX);
    }

    static CheckObjects checks(
            Foundation ground, Informers informers, Metrics metrics, Alertmanager alertmanager) {
        Checks checks =
                new Checks(
                        new PluginProcess(),
                        metrics.store(),
                        alertmanager.dispatcher(),
                        ground.time(),
                        THREADS);
        return new CheckObjects(ground.cluster("checks", Rights.ofChecks()), informers, checks);
    }
}
