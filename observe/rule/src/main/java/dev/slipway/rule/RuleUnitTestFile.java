package dev.slipway.rule;

import dev.slipway.promql.syntax.HistogramDescription;
import dev.slipway.promql.syntax.SeriesDescription;
import dev.slipway.promql.syntax.SeriesValue;
import dev.slipway.series.Labels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a file of rule unit tests says.
record RuleUnitTestFile(
        List<String> ruleFiles,
        Duration evaluationInterval,
        List<String> groupOrder,
        boolean fuzzy,
        List<Case> cases) {
    /// One of `tests`.
    record Case(
            String name,
            int line,
            Duration interval,
            Instant start,
            Labels externalLabels,
            URI externalUrl,
            List<Input> inputs,
            List<AlertTest> alertTests,
            List<QueryTest> queryTests) {}

    record Input(Labels labels, List<SeriesValue> values) {}

    record AlertTest(int line, Duration time, String alertName, List<ExpectedAlert> alerts) {}

    record ExpectedAlert(Labels labels, Labels annotations) {}

    record QueryTest(
            int line, Duration time, String expression, List<RuleQueries.Sample> samples) {}

    static @Nullable RuleUnitTestFile parse(String file, String yaml, List<Problem> problems) {
        Tree tree = new TreeReader(file, problems).yaml(yaml);
        if (tree == null) {
            // Malformed, or empty: without tests, which all pass.
            return problems.isEmpty()
                    ? new RuleUnitTestFile(List.of(), Reading.INTERVAL, List.of(), false, List.of())
                    : null;
        }
        return new Reading(file, problems).run(tree);
    }

    /// One reading of one tree.
    private static final class Reading {
        private static final Duration INTERVAL = Duration.ofMinutes(1);

        private final String file;
        private final List<Problem> problems;

        Reading(String file, List<Problem> problems) {
            this.file = file;
            this.problems = problems;
        }

        @Nullable RuleUnitTestFile run(Tree tree) {
            Fields top = Fields.of(file, problems, tree, "document");
            if (top == null) {
                return null;
            }
            top.allowOnly(
                    List.of(
                            "rule_files",
                            "evaluation_interval",
                            "group_eval_order",
                            "fuzzy_compare",
                            "tests"));
            Duration given = top.duration("evaluation_interval");
            Duration interval = given.isZero() ? INTERVAL : given;
            List<Case> cases = new ArrayList<>();
            each(top, "tests", fields -> cases.add(testCase(fields, interval)));
            return new RuleUnitTestFile(
                    texts(top, "rule_files"),
                    interval,
                    texts(top, "group_eval_order"),
                    top.flag("fuzzy_compare"),
                    cases);
        }

        private Case testCase(Fields fields, Duration evaluationInterval) {
            fields.allowOnly(
                    List.of(
                            "interval",
                            "input_series",
                            "name",
                            "alert_rule_test",
                            "promql_expr_test",
                            "external_labels",
                            "external_url",
                            "start_timestamp"));
            Duration interval = fields.duration("interval");
            List<Input> inputs = new ArrayList<>();
            each(fields, "input_series", each -> inputs.add(input(each)));
            List<AlertTest> alertTests = new ArrayList<>();
            each(fields, "alert_rule_test", each -> alertTests.add(alertTest(each)));
            List<QueryTest> queryTests = new ArrayList<>();
            each(fields, "promql_expr_test", each -> queryTests.add(queryTest(each)));
            return new Case(
                    fields.text("name"),
                    fields.place().line(),
                    interval.isZero() ? evaluationInterval : interval,
                    fields.parsed("start_timestamp", Instant.EPOCH, Reading::instant),
                    Labels.of(fields.texts("external_labels")),
                    fields.parsed("external_url", URI.create(""), URI::create),
                    inputs,
                    alertTests,
                    queryTests);
        }

        /// A number as YAML writes it, which is not quite how PromQL does.
        private static double yamlNumber(String text) {
            String digits = text.replace("_", "");
            return switch (digits.toLowerCase(Locale.ROOT)) {
                case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
                case "-.inf" -> Double.NEGATIVE_INFINITY;
                case ".nan" -> Double.NaN;
                default -> {
                    if (digits.matches("0x[0-9a-fA-F]{1,15}")) {
                        yield Long.parseLong(digits.substring(2), 16);
                    }
                    if (!digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
                        throw new IllegalArgumentException(
                                "value: "
                                        + text
                                        + " (expected: a number such as 1.5, 1e3, .inf or .nan)");
                    }
                    yield Double.parseDouble(digits);
                }
            };
        }

        private static Instant instant(String text) {
            if (text.matches("\\d{1,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "start_timestamp: " + text + " (expected: seconds, or a time of RFC 3339)",
                        e);
            }
        }

        private Input input(Fields fields) {
            fields.allowOnly(List.of("series", "values"));
            return new Input(
                    fields.parsed("series", Labels.EMPTY, SeriesDescription::labels),
                    fields.parsed("values", List.of(), SeriesDescription::values));
        }

        private AlertTest alertTest(Fields fields) {
            fields.allowOnly(List.of("eval_time", "alertname", "exp_alerts"));
            String name = fields.text("alertname");
            if (name.isEmpty()) {
                fields.report(fields.place("alertname"), "`alertname` is missing");
            }
            List<ExpectedAlert> expected = new ArrayList<>();
            each(
                    fields,
                    "exp_alerts",
                    each -> {
                        each.allowOnly(List.of("exp_labels", "exp_annotations"));
                        Map<String, String> labels = each.texts("exp_labels");
                        labels.put(AlertingState.ALERT_NAME, name);
                        expected.add(
                                new ExpectedAlert(
                                        Labels.of(labels),
                                        Labels.of(each.texts("exp_annotations"))));
                    });
            return new AlertTest(
                    fields.place().line(), fields.duration("eval_time"), name, expected);
        }

        private QueryTest queryTest(Fields fields) {
            fields.allowOnly(List.of("expr", "eval_time", "exp_samples"));
            List<RuleQueries.Sample> expected = new ArrayList<>();
            each(
                    fields,
                    "exp_samples",
                    each -> {
                        each.allowOnly(List.of("labels", "value", "histogram"));
                        expected.add(
                                new RuleQueries.Sample(
                                        each.parsed(
                                                "labels", Labels.EMPTY, SeriesDescription::labels),
                                        each.parsed("value", 0.0, Reading::yamlNumber),
                                        each.has("histogram")
                                                ? each.parsed(
                                                        "histogram",
                                                        HistogramDescription.parse("{{}}"),
                                                        HistogramDescription::parse)
                                                : null));
                    });
            return new QueryTest(
                    fields.place().line(),
                    fields.duration("eval_time"),
                    fields.text("expr"),
                    expected);
        }

        private void each(Fields fields, String key, Consumer<Fields> action) {
            for (Tree each : fields.list(key)) {
                Fields inner = Fields.of(file, problems, each, key);
                if (inner != null) {
                    action.accept(inner);
                }
            }
        }

        private List<String> texts(Fields fields, String key) {
            List<String> texts = new ArrayList<>();
            for (Tree each : fields.list(key)) {
                if (each instanceof Tree.Scalar scalar) {
                    texts.add(scalar.text());
                } else {
                    fields.report(each.place(), key + ": " + each.kind() + " (expected: text)");
                }
            }
            return texts;
        }
    }
}
