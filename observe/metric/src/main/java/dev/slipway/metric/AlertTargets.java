package dev.slipway.metric;

import dev.slipway.rule.AlertNotifier;
import dev.slipway.rule.HttpDelivery;
import dev.slipway.scrape.config.AlertingConfig.Alertmanagers;
import dev.slipway.scrape.config.DiscoveryConfig;
import dev.slipway.scrape.config.HttpSettings;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.scrape.http.OutgoingHttp;
import dev.slipway.scrape.relabel.RelabelRule;
import dev.slipway.scrape.relabel.Relabeling;
import dev.slipway.series.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// The Alertmanagers that a `prometheus.yml` names, beside the one of this process. Those that
/// would have to be discovered are not used, with a warning.
final class AlertTargets {
    private static final System.Logger LOG = System.getLogger(AlertTargets.class.getName());

    private final HttpClient plain;
    private final String externalUrl;

    AlertTargets(HttpClient plain, String externalUrl) {
        this.plain = plain;
        this.externalUrl = externalUrl;
    }

    /// Where they are, with the path, and how they are reached. Throws [MetricsException] for
    /// settings that cannot be used.
    List<AlertNotifier.Target> of(PrometheusConfig config) {
        List<AlertNotifier.Target> targets = new ArrayList<>();
        for (Alertmanagers each : config.alerting().alertmanagers()) {
            for (DiscoveryConfig discovery : each.discoveries()) {
                if (discovery instanceof DiscoveryConfig.Static fixed) {
                    fixed.groups().forEach(group -> targets.addAll(targets(each, group)));
                } else {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Alertmanagers are taken from static_configs only kind="
                                    + discovery.getClass().getSimpleName());
                }
            }
        }
        return targets;
    }

    private List<AlertNotifier.Target> targets(Alertmanagers config, TargetGroup group) {
        Supplier<Map<String, String>> headers = headers(config);
        HttpClient client = client(config.http());
        List<AlertNotifier.Target> targets = new ArrayList<>();
        for (Labels target : group.targets()) {
            Labels labels = labels(config, group.labels(), target);
            Labels kept = Relabeling.apply(labels, config.relabelRules());
            if (kept != null) {
                String path = kept.value("__alerts_path__");
                URI base =
                        URI.create(
                                kept.value("__scheme__")
                                        + "://"
                                        + kept.value("__address__")
                                        + (path.endsWith("/")
                                                ? path.substring(0, path.length() - 1)
                                                : path));
                targets.add(
                        new AlertNotifier.Target(
                                base + "/api/v2/alerts",
                                relabeling(config.alertRelabelRules()),
                                new HttpDelivery(
                                        client, base, config.timeout(), headers, externalUrl)));
            }
        }
        return targets;
    }

    private static Labels labels(Alertmanagers config, Labels shared, Labels own) {
        Labels.Builder labels = shared.toBuilder();
        for (int i = 0; i < own.size(); i++) {
            labels.set(own.name(i), own.value(i));
        }
        return labels.set("__scheme__", config.scheme())
                .set("__alerts_path__", config.pathPrefix())
                .build();
    }

    static AlertNotifier.Relabeling relabeling(List<RelabelRule> rules) {
        return rules.isEmpty()
                ? AlertNotifier.Relabeling.NONE
                : labels -> Relabeling.apply(labels, rules);
    }

    /// A client that nobody refers to any more ends by itself.
    private HttpClient client(HttpSettings http) {
        if (http.equals(HttpSettings.DEFAULT)) {
            return plain;
        }
        try {
            HttpClient.Builder builder = HttpClient.newBuilder().proxy(OutgoingHttp.proxy(http));
            SSLContext tls = OutgoingHttp.tls(http);
            return (tls == null ? builder : builder.sslContext(tls)).build();
        } catch (IllegalArgumentException e) {
            throw new MetricsException("alerting.alertmanagers: " + e.getMessage(), e);
        }
    }

    private static Supplier<Map<String, String>> headers(Alertmanagers config) {
        try {
            Supplier<String> authorization = OutgoingHttp.authorization(config.http());
            return () -> {
                String value = authorization.get();
                return value.isEmpty() ? Map.of() : Map.of("Authorization", value);
            };
        } catch (IllegalArgumentException e) {
            throw new MetricsException("alerting.alertmanagers: " + e.getMessage(), e);
        }
    }
}
