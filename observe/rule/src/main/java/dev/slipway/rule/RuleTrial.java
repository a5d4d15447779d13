package dev.slipway.rule;

import dev.slipway.promql.syntax.HistogramDescription;
import dev.slipway.promql.syntax.SeriesValue;
import dev.slipway.rule.RuleUnitTestFile.AlertTest;
import dev.slipway.rule.RuleUnitTestFile.Case;
import dev.slipway.rule.RuleUnitTestFile.ExpectedAlert;
import dev.slipway.rule.RuleUnitTestFile.Input;
import dev.slipway.rule.RuleUnitTestFile.QueryTest;
import dev.slipway.series.Appender;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs one test: all groups at every evaluation interval, over the samples that have come by then.
final class RuleTrial {
    private final RuleUnitTestFile file;
    private final Case test;
    private final MemorySeries store = new MemorySeries();
    private final RuleQueries queries;
    private final Map<Labels, List<SeriesValue>> inputs;
    private final List<GroupEvaluation> groups = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> errors = new HashSet<>();
    private Instant now;

    RuleTrial(
            RuleUnitTestFile file,
            Case test,
            List<RuleGroup> definitions,
            Function<SeriesStore, RuleQueries> queries) {
        this.file = file;
        this.test = test;
        this.now = test.start();
        this.queries = queries.apply(store);
        this.inputs = inputs(test.inputs());
        RuleOptions options =
                RuleOptions.DEFAULT
                        .withInterval(file.evaluationInterval())
                        .withExternal(test.externalLabels(), test.externalUrl());
        GroupEvaluation.Surroundings around =
                new GroupEvaluation.Surroundings(
                        this.queries, store, notices -> {}, options, new StandingClock());
        definitions.forEach(each -> groups.add(new GroupEvaluation(each, around, false)));
    }

    /// Of a series that is given several times, what is said last counts.
    private static Map<Labels, List<SeriesValue>> inputs(List<Input> given) {
        Map<Labels, List<SeriesValue>> inputs = new LinkedHashMap<>();
        for (Input each : given) {
            List<SeriesValue> values =
                    inputs.computeIfAbsent(each.labels(), _ -> new ArrayList<>());
            for (int i = 0; i < each.values().size(); i++) {
                SeriesValue value = each.values().get(i);
                if (i == values.size()) {
                    values.add(value);
                } else if (!(value instanceof SeriesValue.Omitted)) {
                    values.set(i, value);
                }
            }
        }
        return inputs;
    }

    /// Time as the test has it.
    private final class StandingClock implements RuleClock {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void waitUntil(Instant time) {
            throw new IllegalStateException("Nobody waits here");
        }
    }

    /// What was not as expected.
    List<String> run() {
        Duration longest =
                Stream.concat(
                                test.alertTests().stream().map(AlertTest::time),
                                test.queryTests().stream().map(QueryTest::time))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        int appended = 0;
        Duration step = file.evaluationInterval();
        for (Duration at = Duration.ZERO; at.compareTo(longest) <= 0; at = at.plus(step)) {
            now = test.start().plus(at);
            appended = append(appended, at);
            groups.forEach(each -> each.evaluate(now));
            noteErrors(at);
            checkAlerts(at, at.plus(step));
        }
        append(appended, longest);
        test.queryTests().forEach(this::checkQuery);
        return failures;
    }

    /// Appends the inputs up to a time; says how many of each series are there.
    private int append(int from, Duration until) {
        int next = from;
        try (Appender appender = store.appender()) {
            while (test.interval().multipliedBy(next).compareTo(until) <= 0) {
                long time = test.start().plus(test.interval().multipliedBy(next)).toEpochMilli();
                for (var each : inputs.entrySet()) {
                    if (next < each.getValue().size()) {
                        append(appender, each.getKey(), time, each.getValue().get(next));
                    }
                }
                next++;
            }
            appender.commit();
        }
        return next;
    }

    private static void append(Appender appender, Labels labels, long time, SeriesValue value) {
        switch (value) {
            case SeriesValue.Floating number ->
                    appender.append(appender.series(labels), time, number.value());
            case SeriesValue.Histogram described ->
                    appender.append(appender.series(labels), time, described.histogram());
            case SeriesValue.Stale _ ->
                    appender.append(appender.series(labels), time, StaleMarker.VALUE);
            case SeriesValue.Omitted _ -> {
                // No sample at this step.
            }
        }
    }

    /// A rule that cannot be evaluated fails the test; told once.
    private void noteErrors(Duration at) {
        for (GroupEvaluation group : groups) {
            for (GroupView.RuleView each : group.view().rules()) {
                String error = each.rule().name() + ": " + each.lastError();
                if (!each.lastError().isEmpty() && errors.add(error)) {
                    failures.add("rule " + error + " (at " + PromDuration.text(at) + ")");
                }
            }
        }
    }

    private void checkAlerts(Duration from, Duration until) {
        for (AlertTest each : test.alertTests()) {
            if (each.time().compareTo(from) >= 0 && each.time().compareTo(until) < 0) {
                checkAlerts(each);
            }
        }
    }

    private void checkAlerts(AlertTest expectation) {
        List<String> actual =
                groups.stream()
                        .flatMap(group -> group.view().rules().stream())
                        .filter(rule -> rule.rule().name().equals(expectation.alertName()))
                        .flatMap(rule -> rule.alerts().stream())
                        .filter(alert -> alert.state() == AlertState.FIRING)
                        .map(alert -> text(alert.labels(), alert.annotations()))
                        .toList();
        List<String> expected = expectation.alerts().stream().map(RuleTrial::text).toList();
        compare(
                "alertname %s at %s (line %d)"
                        .formatted(
                                expectation.alertName(),
                                PromDuration.text(expectation.time()),
                                expectation.line()),
                expected,
                actual);
    }

    private static String text(ExpectedAlert alert) {
        return text(alert.labels(), alert.annotations());
    }

    private static String text(Labels labels, Labels annotations) {
        return labels + " annotations " + annotations;
    }

    private void checkQuery(QueryTest expectation) {
        String where =
                "expr %s at %s (line %d)"
                        .formatted(
                                expectation.expression(),
                                PromDuration.text(expectation.time()),
                                expectation.line());
        List<RuleQueries.Sample> actual;
        try {
            actual =
                    queries.evaluate(
                            expectation.expression(),
                            test.start().plus(expectation.time()).toEpochMilli());
        } catch (RuleException e) {
            failures.add(where + "\n  error: " + e.getMessage());
            return;
        }
        List<RuleQueries.Sample> surplus = new ArrayList<>(actual);
        List<RuleQueries.Sample> missing = new ArrayList<>();
        List<String> same = new ArrayList<>();
        for (RuleQueries.Sample each : expectation.samples()) {
            int index = 0;
            while (index < surplus.size() && !isSame(each, surplus.get(index))) {
                index++;
            }
            if (index < surplus.size()) {
                same.add(text(surplus.remove(index)));
            } else {
                missing.add(each);
            }
        }
        report(
                where,
                same,
                missing.stream().map(RuleTrial::text).toList(),
                surplus.stream().map(RuleTrial::text).toList());
    }

    private boolean isSame(RuleQueries.Sample expected, RuleQueries.Sample actual) {
        if (!expected.labels().equals(actual.labels())) {
            return false;
        }
        FloatHistogram left = expected.histogram();
        FloatHistogram right = actual.histogram();
        if (left != null || right != null) {
            return left != null
                    && right != null
                    && HistogramDescription.text(left).equals(HistogramDescription.text(right));
        }
        double a = expected.value();
        double b = actual.value();
        // A loose comparison lets pass what rounding does to one operation: the numbers beside it.
        return a == b || (file.fuzzy() && (Math.nextUp(a) == b || Math.nextDown(a) == b));
    }

    private static String text(RuleQueries.Sample sample) {
        FloatHistogram histogram = sample.histogram();
        return sample.labels()
                + " "
                + (histogram == null
                        ? String.valueOf(sample.value())
                        : HistogramDescription.text(histogram));
    }

    private void compare(String where, List<String> expected, List<String> actual) {
        List<String> same = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> surplus = new ArrayList<>(actual);
        expected.forEach(each -> (surplus.remove(each) ? same : missing).add(each));
        report(where, same, missing, surplus);
    }

    /// Like a diff: `-` was expected and did not come, `+` came and was not expected.
    private void report(
            String where, List<String> same, List<String> missing, List<String> surplus) {
        if (missing.isEmpty() && surplus.isEmpty()) {
            return;
        }
        StringBuilder out = new StringBuilder(where);
        same.stream().distinct().sorted().forEach(each -> out.append("\n    ").append(each));
        missing.forEach(each -> out.append("\n  - ").append(each));
        surplus.forEach(each -> out.append("\n  + ").append(each));
        failures.add(out.toString());
    }
}
