package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Labels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The behaviours that Prometheus' alert generator specification asks for.
final class AlertingTest {
    private static final String[] UP = {"__name__", "load", "job", "a"};
    private static final String[] ALERTS_PENDING = {
        "__name__", "ALERTS", "alertname", "High", "alertstate", "pending", "job", "a"
    };
    private static final String[] ALERTS_FIRING = {
        "__name__", "ALERTS", "alertname", "High", "alertstate", "firing", "job", "a"
    };
    private static final String[] FOR_STATE = {
        "__name__", "ALERTS_FOR_STATE", "alertname", "High", "job", "a"
    };

    private static String rule(String more) {
        return "rules:\n- alert: High\n  expr: load > 5\n" + more.indent(2);
    }

    @Test
    void isPendingUntilHeldLongEnough() {
        Simulation simulation = new Simulation(rule("for: 1m"));

        simulation.run(Duration.ofMinutes(1), 9, UP);
        assertThat(simulation.alerts())
                .singleElement()
                .returns(AlertState.PENDING, GroupView.AlertView::state)
                .returns(Simulation.START.plusSeconds(30), GroupView.AlertView::activeAt);
        assertThat(simulation.takeNotices()).isEmpty();

        simulation.run(Duration.ofSeconds(30), 9, UP);
        assertThat(simulation.alerts())
                .singleElement()
                .returns(AlertState.FIRING, GroupView.AlertView::state);
        assertThat(simulation.takeNotices())
                .singleElement()
                .returns(Simulation.START.plusSeconds(90), AlertSink.Notice::startsAt)
                .returns(Simulation.START.plusSeconds(90 + 240), AlertSink.Notice::endsAt)
                .returns("/graph?g0.expr=load+%3E+5&g0.tab=1", AlertSink.Notice::generatorPath);
    }

    @Test
    void writesItsSeriesAndTheirEnd() {
        Simulation simulation = new Simulation(rule("for: 1m"));

        simulation.run(Duration.ofMinutes(2), 9, UP);
        simulation.run(Duration.ofMinutes(1), 1, UP);

        assertThat(simulation.samples(ALERTS_PENDING)).hasToString("{30=1, 60=1, 90=stale}");
        assertThat(simulation.samples(ALERTS_FIRING)).hasToString("{90=1, 120=1, 150=stale}");
        assertThat(simulation.samples(FOR_STATE))
                .hasToString(
                        "{30=1700000030, 60=1700000030, 90=1700000030, 120=1700000030, 150=stale}");
    }

    @Test
    void firesAtOnceWithoutFor() {
        Simulation simulation = new Simulation(rule(""));

        simulation.run(Duration.ofSeconds(30), 9, UP);

        assertThat(simulation.takeNotices()).hasSize(1);
        assertThat(simulation.samples(ALERTS_PENDING)).isEmpty();
        assertThat(simulation.samples(ALERTS_FIRING)).hasToString("{30=1}");
    }

    @Test
    void startsAnewWhenItWasGoneWhilePending() {
        Simulation simulation = new Simulation(rule("for: 1m"));

        simulation.run(Duration.ofMinutes(1), 9, UP);
        simulation.run(Duration.ofSeconds(30), 1, UP);
        assertThat(simulation.alerts()).isEmpty();
        simulation.run(Duration.ofMinutes(1), 9, UP);

        assertThat(simulation.alerts())
                .singleElement()
                .returns(AlertState.PENDING, GroupView.AlertView::state);
        assertThat(simulation.takeNotices()).isEmpty();
    }

    @Test
    void tellsAgainEveryMinute() {
        Simulation simulation = new Simulation(rule(""));

        simulation.run(Duration.ofMinutes(5), 9, UP);

        assertThat(simulation.takeNotices())
                .extracting(each -> each.endsAt().getEpochSecond() - 1_700_000_240)
                .containsExactly(30L, 90L, 150L, 210L, 270L);
    }

    @Test
    void tellsTheEndAtOnceAndForFifteenMinutes() {
        Simulation simulation = new Simulation(rule(""));

        simulation.run(Duration.ofSeconds(30), 9, UP);
        simulation.takeNotices();
        simulation.run(Duration.ofMinutes(20), 1, UP);

        assertThat(simulation.takeNotices())
                .hasSize(16)
                .allMatch(each -> each.startsAt().equals(Simulation.START.plusSeconds(30)))
                .allMatch(each -> each.endsAt().equals(Simulation.START.plusSeconds(60)));
    }

    @Test
    void tellsNothingOfTheEndOfWhatNeverFired() {
        Simulation simulation = new Simulation(rule("for: 5m"));

        simulation.run(Duration.ofMinutes(1), 9, UP);
        simulation.run(Duration.ofMinutes(20), 1, UP);

        assertThat(simulation.takeNotices()).isEmpty();
    }

    @Test
    void firesAgainAfterItWasResolved() {
        Simulation simulation = new Simulation(rule(""));

        simulation.run(Duration.ofSeconds(30), 9, UP);
        simulation.run(Duration.ofSeconds(30), 1, UP);
        simulation.takeNotices();
        simulation.run(Duration.ofSeconds(30), 9, UP);

        assertThat(simulation.takeNotices())
                .singleElement()
                .returns(Simulation.START.plusSeconds(90), AlertSink.Notice::startsAt)
                .returns(Simulation.START.plusSeconds(330), AlertSink.Notice::endsAt);
    }

    @Test
    void keepsFiringWhenAskedTo() {
        Simulation simulation = new Simulation(rule("keep_firing_for: 1m"));

        simulation.run(Duration.ofSeconds(30), 9, UP);
        simulation.run(Duration.ofMinutes(1), 1, UP);
        assertThat(simulation.alerts())
                .singleElement()
                .returns(AlertState.FIRING, GroupView.AlertView::state)
                .returns(Simulation.START.plusSeconds(60), GroupView.AlertView::keepFiringSince);

        simulation.run(Duration.ofSeconds(30), 1, UP);
        assertThat(simulation.alerts()).isEmpty();
        assertThat(simulation.samples(ALERTS_FIRING)).hasToString("{30=1, 60=1, 90=1, 120=stale}");
    }

    @Test
    void forgetsToKeepFiringWhenTheResultIsBack() {
        Simulation simulation = new Simulation(rule("keep_firing_for: 1m"));

        simulation.run(Duration.ofSeconds(30), 9, UP);
        simulation.run(Duration.ofSeconds(30), 1, UP);
        simulation.run(Duration.ofSeconds(30), 9, UP);

        assertThat(simulation.alerts())
                .singleElement()
                .returns(null, GroupView.AlertView::keepFiringSince);
    }

    @Test
    void expandsLabelsAndAnnotations() {
        Simulation simulation =
                new Simulation(
                        rule(
                                """
                                labels:
                                  where: '{{ $labels.job | toUpper }}-{{ $externalLabels.cluster }}'
                                  job: ''
                                annotations:
                                  text: '{{ $value | humanize }} {{ .Labels.none }}{{ $externalURL }}'
                                  found: '{{ with query "load" }}{{ . | first | label "job" }}={{ . | first | value }}{{ end }}'
                                """));

        simulation.run(Duration.ofSeconds(30), 1234, UP);

        assertThat(simulation.alerts())
                .singleElement()
                .returns(
                        Labels.of("alertname", "High", "where", "A-one"),
                        GroupView.AlertView::labels)
                .returns(
                        Labels.of("text", "1.234k http://prom.example/base", "found", "a=1234"),
                        GroupView.AlertView::annotations);
    }

    @Test
    void showsWhatIsWrongWithATemplate() {
        Simulation simulation = new Simulation(rule("annotations: {text: '{{ query \"(\" }}'}"));

        simulation.run(Duration.ofSeconds(30), 9, UP);

        assertThat(simulation.alerts().getFirst().annotations().value("text"))
                .isEqualTo(
                        "<error expanding template: error executing template __alert_High:"
                                + " template: __alert_High:1:115: executing \"__alert_High\" at"
                                + " <query \"(\">: error calling query: not understood: (>");
    }

    @Test
    void raisesNoMoreAlertsThanTheLimit() {
        Simulation simulation = new Simulation("limit: 1\n" + rule(""));

        simulation.pass(Duration.ofSeconds(30));
        simulation.put(9, UP);
        simulation.put(9, "__name__", "load", "job", "b");
        simulation.evaluate();

        assertThat(simulation.alerts()).isEmpty();
        assertThat(simulation.group.view().rules())
                .singleElement()
                .returns("exceeded limit of 1 with 2 alerts", GroupView.RuleView::lastError)
                .returns(GroupView.Health.BAD, GroupView.RuleView::health);
    }

    @Test
    void refusesAlertsThatNobodyCouldTellApart() {
        Simulation simulation = new Simulation(rule("labels: {job: same}"));

        simulation.pass(Duration.ofSeconds(30));
        simulation.put(9, UP);
        simulation.put(9, "__name__", "load", "job", "b");
        simulation.evaluate();

        assertThat(simulation.group.view().rules().getFirst().lastError())
                .startsWith("vector contains metrics with the same labelset");
    }

    @Test
    void goesOnHoldingAfterARestart() {
        String rule = rule("for: 20m");
        Simulation simulation = new Simulation(rule);
        simulation.run(Duration.ofMinutes(5), 9, UP);

        simulation.pass(Duration.ofMinutes(10));
        simulation.restart(rule);
        simulation.run(Duration.ofMinutes(1), 9, UP);

        // Held for 4.5 minutes before, so 15.5 are left: the outage moved the start.
        assertThat(simulation.alerts())
                .singleElement()
                .returns(
                        Simulation.START.plusSeconds(30).plusSeconds(660),
                        GroupView.AlertView::activeAt);
        simulation.run(Duration.ofMinutes(15), 9, UP);
        assertThat(simulation.alerts().getFirst().state()).isEqualTo(AlertState.PENDING);
        simulation.run(Duration.ofMinutes(1), 9, UP);
        assertThat(simulation.alerts().getFirst().state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void firesAgainSoonAfterARestart() {
        String rule = rule("for: 20m");
        Simulation simulation = new Simulation(rule);
        simulation.run(Duration.ofMinutes(25), 9, UP);
        assertThat(simulation.alerts().getFirst().state()).isEqualTo(AlertState.FIRING);

        simulation.pass(Duration.ofMinutes(10));
        simulation.restart(rule);
        simulation.run(Duration.ofMinutes(1), 9, UP);
        assertThat(simulation.alerts().getFirst().state()).isEqualTo(AlertState.PENDING);

        simulation.run(Duration.ofSeconds(30), 9, UP);
        assertThat(simulation.alerts().getFirst().state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void isPendingForAWhileWhenLittleWasLeftBeforeARestart() {
        String rule = rule("for: 20m");
        Simulation simulation = new Simulation(rule);
        simulation.run(Duration.ofMinutes(18), 9, UP);

        simulation.pass(Duration.ofMinutes(10));
        simulation.restart(rule);
        simulation.run(Duration.ofMinutes(1), 9, UP);

        assertThat(simulation.alerts().getFirst().activeAt())
                .isEqualTo(simulation.now.plusSeconds(600).minusSeconds(1200));
    }

    @Test
    void forgetsWhatIsTooOldAfterARestart() {
        String rule = rule("for: 20m");
        Simulation simulation = new Simulation(rule);
        simulation.run(Duration.ofMinutes(25), 9, UP);

        simulation.pass(Duration.ofMinutes(70));
        simulation.restart(rule);
        simulation.run(Duration.ofMinutes(1), 9, UP);

        assertThat(simulation.alerts().getFirst().activeAt())
                .isEqualTo(simulation.now.minusSeconds(30));
    }
}
