package dev.slipway.rule;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.StaleMarker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A group of rules in time that only the test moves.
final class Simulation implements RuleClock {
    static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    MemorySeries store = new MemorySeries();
    final List<AlertSink.Notice> notices = new ArrayList<>();
    RuleOptions options =
            RuleOptions.DEFAULT.withExternal(
                    Labels.of("cluster", "one"), URI.create("http://prom.example/base"));
    Instant now = START;
    GroupEvaluation group;

    Simulation(String rules) {
        group = evaluation(group(rules), false);
    }

    static RuleGroup group(String rules) {
        String yaml = "groups:\n- name: g\n  interval: 30s\n" + rules.indent(2);
        RuleFile file = RuleFile.parse("rules.yml", yaml, new SmallQueries(new MemorySeries()));
        if (!file.problems().isEmpty()) {
            throw new IllegalArgumentException(file.problems().toString());
        }
        return file.groups().getFirst();
    }

    GroupEvaluation evaluation(RuleGroup definition, boolean restores) {
        return new GroupEvaluation(
                definition,
                new GroupEvaluation.Surroundings(
                        new SmallQueries(store), store, notices::addAll, options, this),
                restores);
    }

    void restart(String rules) {
        group = evaluation(group(rules), true);
    }

    void put(double value, String... labels) {
        try (Appender appender = store.appender()) {
            appender.append(appender.series(Labels.of(labels)), now.toEpochMilli(), value);
            appender.commit();
        }
    }

    void end(String... labels) {
        put(StaleMarker.VALUE, labels);
    }

    void evaluate() {
        group.evaluate(now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /// Evaluates every 30 seconds, with this value at each time.
    void run(Duration time, double value, String... labels) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            pass(Duration.ofSeconds(30));
            put(value, labels);
            evaluate();
        }
    }

    List<GroupView.AlertView> alerts() {
        return group.view().rules().stream().flatMap(each -> each.alerts().stream()).toList();
    }

    List<AlertSink.Notice> takeNotices() {
        List<AlertSink.Notice> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /// Samples by seconds since the start; `stale` for the end.
    Map<Long, String> samples(String... labels) {
        Map<Long, String> found = new TreeMap<>();
        Labels wanted = Labels.of(labels);
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = store.select(new Selection(List.of(), 0, Long.MAX_VALUE))) {
            while (cursor.next()) {
                if (cursor.labels().equals(wanted)) {
                    columns.clear();
                    cursor.read(columns);
                    for (int i = 0; i < columns.size(); i++) {
                        double value = columns.value(i);
                        found.put(
                                (columns.timeMillis(i) - START.toEpochMilli()) / 1000,
                                StaleMarker.is(value) ? "stale" : String.valueOf((long) value));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void waitUntil(Instant time) {
        now = time.isAfter(now) ? time : now;
    }
}
