package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GroupEvaluationTest {
    private static final String[] LOAD = {"__name__", "load", "job", "a"};

    @Test
    void recordsWithLabels() {
        Simulation simulation =
                new Simulation(
                        "rules:\n- {record: 'job:load', expr: load, labels: {team: x, job: ''}}");

        simulation.run(Duration.ofMinutes(1), 7, LOAD);

        assertThat(simulation.samples("__name__", "job:load", "team", "x"))
                .hasToString("{30=7, 60=7}");
    }

    @Test
    void takesLabelsOfTheGroupUnlessTheRuleSaysOtherwise() {
        Simulation simulation =
                new Simulation(
                        "labels: {team: x, tier: '1'}\n"
                                + "rules:\n- {record: r, expr: load, labels: {tier: '2'}}");

        simulation.run(Duration.ofSeconds(30), 7, LOAD);

        assertThat(simulation.samples("__name__", "r", "job", "a", "team", "x", "tier", "2"))
                .hasToString("{30=7}");
    }

    @Test
    void showsEachRuleWhatTheOnesBeforeItWrote() {
        Simulation simulation =
                new Simulation(
                        """
                        rules:
                        - {record: first, expr: load}
                        - {alert: A, expr: first > 5}
                        - {record: third, expr: 'ALERTS{alertname="A"}'}
                        """);

        simulation.run(Duration.ofSeconds(30), 7, LOAD);

        assertThat(simulation.alerts()).hasSize(1);
        assertThat(
                        simulation.samples(
                                "__name__",
                                "third",
                                "alertname",
                                "A",
                                "alertstate",
                                "firing",
                                "job",
                                "a"))
                .hasToString("{30=1}");
    }

    @Test
    void endsSeriesThatAreNoLongerAnswered() {
        Simulation simulation = new Simulation("rules:\n- {record: high, expr: load > 5}");

        simulation.run(Duration.ofMinutes(1), 7, LOAD);
        simulation.run(Duration.ofMinutes(1), 1, LOAD);
        simulation.run(Duration.ofSeconds(30), 8, LOAD);

        assertThat(simulation.samples("__name__", "high", "job", "a"))
                .hasToString("{30=7, 60=7, 90=stale, 150=8}");
    }

    @Test
    void looksAndWritesEarlierByTheOffset() {
        Simulation simulation =
                new Simulation("query_offset: 30s\nrules:\n- {record: late, expr: load}");

        simulation.run(Duration.ofMinutes(1), 7, LOAD);

        assertThat(simulation.samples("__name__", "late", "job", "a")).hasToString("{30=7}");
    }

    @Test
    void recordsNumbers() {
        Simulation simulation = new Simulation("rules:\n- {record: one, expr: 1}");

        simulation.run(Duration.ofSeconds(30), 7, LOAD);

        assertThat(simulation.samples("__name__", "one")).hasToString("{30=1}");
    }

    @Test
    void goesOnWithTheOthersWhenARuleFails() {
        Simulation simulation =
                new Simulation(
                        """
                        limit: 1
                        rules:
                        - {record: many, expr: '{job="a"}'}
                        - {record: one, expr: 1}
                        """);
        simulation.put(1, "__name__", "other", "job", "a", "x", "y");

        simulation.run(Duration.ofSeconds(30), 7, LOAD);

        assertThat(simulation.group.view().rules())
                .extracting(GroupView.RuleView::lastError)
                .containsExactly("exceeded limit of 1 with 2 series", "");
        assertThat(simulation.samples("__name__", "one")).isNotEmpty();
    }

    @Test
    void keepsAlertsAndEndsSeriesOfRulesThatAreGone() {
        String alert = "rules:\n- {alert: A, expr: load > 5, for: 10m}\n";
        Simulation simulation = new Simulation(alert + "- {record: gone, expr: load}");
        simulation.run(Duration.ofMinutes(1), 7, LOAD);

        GroupEvaluation changed = simulation.evaluation(Simulation.group(alert), false);
        changed.inherit(simulation.group);
        simulation.group = changed;
        simulation.run(Duration.ofSeconds(30), 7, LOAD);

        assertThat(simulation.alerts())
                .singleElement()
                .returns(Simulation.START.plusSeconds(30), GroupView.AlertView::activeAt);
        assertThat(simulation.samples("__name__", "gone", "job", "a"))
                .hasToString("{30=7, 60=7, 90=stale}");
    }
}
