package dev.slipway.server;

import dev.slipway.alert.AlertSink;
import dev.slipway.alert.ReceivedAlert;
import dev.slipway.rule.AlertNotifier;
import dev.slipway.rule.AlertSink.Notice;
import java.util.List;

/// Hands the alerts of rules to the Alertmanager of this process. Thread-safe.
final class RuleAlerts implements AlertNotifier.Delivery {
    private static final System.Logger LOG = System.getLogger(RuleAlerts.class.getName());

    private final AlertSink alertmanager;
    private final String metricsUrl;

    /// @param metricsUrl where people reach the Prometheus API, without a slash at the end
    RuleAlerts(AlertSink alertmanager, String metricsUrl) {
        this.alertmanager = alertmanager;
        this.metricsUrl = metricsUrl;
    }

    @Override
    public void send(List<Notice> notices) {
        List<String> refused = alertmanager.put(notices.stream().map(this::received).toList());
        if (!refused.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "Alerts were refused reasons=" + refused);
        }
    }

    private ReceivedAlert received(Notice notice) {
        return new ReceivedAlert(
                notice.labels(),
                notice.annotations(),
                notice.startsAt(),
                notice.endsAt(),
                metricsUrl + notice.generatorPath());
    }
}
