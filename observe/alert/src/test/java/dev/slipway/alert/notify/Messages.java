package dev.slipway.alert.notify;

import dev.slipway.alert.Alert;
import dev.slipway.alert.config.AlertConfig;
import dev.slipway.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// Messages to send in tests.
final class Messages {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Messages() {}

    static Alert alert(String instance, boolean resolved) {
        return new Alert(
                Labels.of("alertname", "Down", "instance", instance, "severity", "page"),
                Labels.of("summary", "<b>" + instance + "</b> & co"),
                NOW.minusSeconds(90),
                resolved ? NOW.minusSeconds(1) : NOW.plusSeconds(60),
                NOW,
                false,
                "http://prom/graph?a=1&b=2");
    }

    static Notification of(Alert... alerts) {
        return new Notification(
                "team",
                "{}:{alertname=\"Down\"}",
                Labels.of("alertname", "Down"),
                List.of(alerts),
                NOW,
                Duration.ofSeconds(20));
    }

    /// The only notifier of a receiver with these integrations.
    static Notifier notifier(String integrations, Path folder) {
        return notifier(integrations, folder, "");
    }

    static Notifier notifier(String integrations, Path folder, String more) {
        AlertConfig config =
                AlertConfig.parse(
                        """
                        route: {receiver: team}
                        receivers:
                          - name: team
                        """
                                + integrations.indent(4)
                                + more,
                        "test.yml",
                        folder);
        return Objects.requireNonNull(
                        Notifiers.of(config, "http://am", InstantSource.fixed(NOW)).get("team"))
                .getFirst()
                .notifier();
    }
}
