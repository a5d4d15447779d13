package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.scrape.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;

/// Where alerts go.
public record AlertingConfig(List<RelabelRule> relabelRules, List<Alertmanagers> alertmanagers) {
    public static final AlertingConfig NONE = new AlertingConfig(List.of(), List.of());

    public AlertingConfig {
        relabelRules = List.copyOf(relabelRules);
        alertmanagers = List.copyOf(alertmanagers);
    }

    /// A set of Alertmanagers that are found and spoken to alike.
    ///
    /// @param relabelRules choose and rewrite the Alertmanagers
    /// @param alertRelabelRules rewrite what these get
    public record Alertmanagers(
            String scheme,
            String pathPrefix,
            Duration timeout,
            HttpSettings http,
            List<DiscoveryConfig> discoveries,
            List<RelabelRule> relabelRules,
            List<RelabelRule> alertRelabelRules) {
        public Alertmanagers {
            requireNonNull(scheme, "scheme");
            requireNonNull(pathPrefix, "pathPrefix");
            requireNonNull(timeout, "timeout");
            requireNonNull(http, "http");
            discoveries = List.copyOf(discoveries);
            relabelRules = List.copyOf(relabelRules);
            alertRelabelRules = List.copyOf(alertRelabelRules);
        }
    }
}
