package dev.slipway.server;

import dev.slipway.alert.api.Alertmanager;
import dev.slipway.alert.check.CheckObjects;
import dev.slipway.alert.check.Checks;
import dev.slipway.alert.check.PluginProcess;
import dev.slipway.controller.Informers;
import dev.slipway.metric.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/// Joins alerts to those who raise them.
final class Alerting {
    static final String PREFIX = "/alertmanager";

    private static final Executor THREADS = task -> Thread.ofVirtual().name("alerting").start(task);

    private Alerting() {}

    static Alertmanager alertmanager(ServerConfig config, Foundation ground) {
        return new Alertmanager(
                file(config),
                ground.folder().alerts(),
                Measuring.consoleUrl(config) + PREFIX,
                ground.time(),
                THREADS);
    }

    /// The file that was named must be there; the one in the data folder may be.
    private static Path file(ServerConfig config) {
        Path named = config.alertmanagerFile();
        if (named == null) {
            return config.folder().path().resolve("alertmanager.yml");
        }
        if (Files.notExists(named)) {
            throw new ServerException("There is no file " + named + ".", null);
        }
        return named;
    }

    static RuleAlerts ofRules(Alertmanager alertmanager, ServerConfig config) {
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
