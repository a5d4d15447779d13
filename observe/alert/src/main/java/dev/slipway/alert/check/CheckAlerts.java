package dev.slipway.alert.check;

import dev.slipway.alert.AlertSink;
import dev.slipway.alert.ReceivedAlert;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes alerts of what checks come to. Stateless but for its goal; thread-safe.
final class CheckAlerts {
    private static final System.Logger LOG = System.getLogger(CheckAlerts.class.getName());
    private static final String NAME = "CheckFailed";
    private static final int MISSED_CHECKS_MAX = 3;

    private final AlertSink sink;

    CheckAlerts(AlertSink sink) {
        this.sink = sink;
    }

    /// Says again what fires, so that it goes on, and what no longer does.
    void tell(CheckOutcome outcome, CheckState before) {
        CheckState now = outcome.progress().alerting();
        List<ReceivedAlert> alerts = new ArrayList<>();
        if (before != CheckState.OK && before != now) {
            alerts.add(alert(outcome, before, outcome.time()));
        }
        if (now != CheckState.OK) {
            alerts.add(alert(outcome, now, outcome.time().plus(patience(outcome))));
        }
        if (!alerts.isEmpty()) {
            sink.put(alerts)
                    .forEach(problem ->
                            LOG.log(
                                    System.Logger.Level.WARNING,
                                    "Alert of a check refused. check={0} reason={1}",
                                    outcome.name(),
                                    problem));
        }
    }

    /// Nothing fires of a check that is no more.
    void withdraw(CheckOutcome last, Instant now) {
        CheckState state = last.progress().alerting();
        if (state != CheckState.OK) {
            var _ = sink.put(List.of(alert(last, state, now)));
        }
    }

    private static Duration patience(CheckOutcome outcome) {
        Check.CheckSpec spec = outcome.check().spec();
        Duration longer =
                spec.checkInterval().compareTo(spec.retryInterval()) > 0
                        ? spec.checkInterval()
                        : spec.retryInterval();
        return longer.multipliedBy(MISSED_CHECKS_MAX).plus(spec.timeout());
    }

    private static ReceivedAlert alert(CheckOutcome outcome, CheckState state, Instant end) {
        Labels.Builder labels = Labels.builder().set("alertname", NAME);
        outcome.check().spec().labels().forEach(labels::set);
        labels.set("check", outcome.name())
                .set("namespace", outcome.namespace())
                .set("severity", state.text());
        Labels.Builder annotations =
                Labels.builder()
                        .set("summary", outcome.output().summary())
                        .set("description", outcome.output().details());
        if (outcome.progress().flapping()) {
            annotations.set("flapping", "The check changes its state often; this alert is held.");
        }
        outcome.check().spec().annotations().forEach(annotations::set);
        return new ReceivedAlert(labels.build(), annotations.build(), null, end, "");
    }
}
