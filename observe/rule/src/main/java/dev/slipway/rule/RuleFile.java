package dev.slipway.rule;

import dev.slipway.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a rule file says, and everything that is wrong with it. Immutable.
///
/// @param groups those that are well-formed as far as they are; to be used only without problems
public record RuleFile(List<RuleGroup> groups, List<Problem> problems) {
    public RuleFile {
        groups = List.copyOf(groups);
        problems = List.copyOf(problems);
    }

    /// The text of a file.
    public static RuleFile parse(String file, String yaml, RuleQueries queries) {
        List<Problem> problems = new ArrayList<>();
        Tree tree = new TreeReader(file, problems).yaml(yaml);
        return tree == null
                ? new RuleFile(List.of(), problems)
                : new Reading(file, queries, problems, Reading.GROUP_FIELDS).run(tree);
    }

    public static RuleFile read(Path path, RuleQueries queries) {
        try {
            return parse(path.toString(), Files.readString(path), queries);
        } catch (IOException e) {
            String message = "cannot be read: " + e.getMessage();
            return new RuleFile(List.of(), List.of(new Problem(path.toString(), 0, 0, message)));
        }
    }

    /// The `spec` of a `PrometheusRule` object: maps, lists and values, or a Jackson node.
    ///
    /// @param source what stands for the file's name
    public static RuleFile ofSpec(String source, @Nullable Object spec, RuleQueries queries) {
        List<Problem> problems = new ArrayList<>();
        Tree tree = new TreeReader(source, problems).json(spec);
        return new Reading(source, queries, problems, Reading.OBJECT_GROUP_FIELDS).run(tree);
    }

    /// One reading of one tree.
    private static final class Reading {
        private static final List<String> GROUP_FIELDS =
                List.of("name", "interval", "query_offset", "limit", "labels", "rules");

        /// What objects may say besides, for a program of others.
        private static final List<String> OBJECT_GROUP_FIELDS =
                Stream.concat(GROUP_FIELDS.stream(), Stream.of("partial_response_strategy"))
                        .toList();

        private static final List<String> RULE_FIELDS =
                List.of(
                        "record",
                        "alert",
                        "expr",
                        "for",
                        "keep_firing_for",
                        "labels",
                        "annotations");

        private final String file;
        private final RuleQueries queries;
        private final List<Problem> problems;
        private final List<String> groupFields;
        private final Set<String> names = new HashSet<>();

        Reading(
                String file,
                RuleQueries queries,
                List<Problem> problems,
                List<String> groupFields) {
            this.file = file;
            this.queries = queries;
            this.problems = problems;
            this.groupFields = groupFields;
        }

        RuleFile run(Tree tree) {
            List<RuleGroup> groups = new ArrayList<>();
            Fields top = Fields.of(file, problems, tree, "document");
            if (top != null) {
                top.allowOnly(List.of("groups"));
                for (Tree each : top.list("groups")) {
                    Fields fields = Fields.of(file, problems, each, "group");
                    if (fields != null) {
                        groups.add(group(fields));
                    }
                }
            }
            return new RuleFile(groups, problems);
        }

        private RuleGroup group(Fields fields) {
            fields.allowOnly(groupFields);
            String name = fields.text("name");
            if (name.isEmpty()) {
                fields.report(fields.place("name"), "a group without a name");
            } else if (!names.add(name)) {
                fields.report(fields.place("name"), "group `" + name + "` is in this file twice");
            }
            Map<String, String> labels = labels(fields, "group `" + name + "`");
            List<Rule> rules = new ArrayList<>();
            for (Tree each : fields.list("rules")) {
                Fields ruleFields = Fields.of(file, problems, each, "rule");
                Rule rule = ruleFields == null ? null : rule(ruleFields, labels);
                if (rule != null) {
                    rules.add(rule);
                }
            }
            Duration interval = fields.duration("interval");
            return new RuleGroup(
                    file,
                    name,
                    interval,
                    fields.duration("query_offset"),
                    Math.max(0, fields.count("limit")),
                    rules);
        }

        private @Nullable Rule rule(Fields fields, Map<String, String> groupLabels) {
            fields.allowOnly(RULE_FIELDS);
            String record = fields.text("record");
            String alert = fields.text("alert");
            String expression = fields.text("expr");
            if (record.isEmpty() == alert.isEmpty()) {
                fields.report(
                        fields.place(),
                        record.isEmpty()
                                ? "a rule with neither `record` nor `alert` (expected: one)"
                                : "a rule with both `record` and `alert` (expected: one)");
                return null;
            }
            String name = record + alert;
            checkExpression(fields, name, expression);
            Map<String, String> labels = new LinkedHashMap<>(groupLabels);
            labels.putAll(labels(fields, "rule `" + name + "`"));
            if (!record.isEmpty()) {
                checkRecording(fields, name);
                return new Rule.Recording(name, expression, labels);
            }
            checkTemplates(fields, name, "labels");
            checkTemplates(fields, name, "annotations");
            return new Rule.Alerting(
                    name,
                    expression,
                    fields.duration("for"),
                    fields.duration("keep_firing_for"),
                    labels,
                    fields.texts("annotations"));
        }

        private void checkExpression(Fields fields, String name, String expression) {
            if (expression.isEmpty()) {
                fields.report(fields.place("expr"), "rule `" + name + "` has no `expr`");
                return;
            }
            queries.findProblem(expression)
                    .ifPresent(problem ->
                            fields.report(
                                    fields.place("expr"), "rule `" + name + "`, expr: " + problem));
        }

        private void checkRecording(Fields fields, String name) {
            for (String key : List.of("for", "keep_firing_for", "annotations")) {
                boolean said =
                        key.equals("annotations")
                                ? !fields.entriesIfMap(key).isEmpty()
                                : !fields.duration(key).isZero();
                if (said) {
                    fields.report(
                            fields.place(key),
                            "`%s` in recording rule `%s` (expected: only in alerting rules)"
                                    .formatted(key, name));
                }
            }
            if (name.contains("{") || name.contains("}") || name.contains("\n")) {
                fields.report(
                        fields.place("record"),
                        "record: `" + name + "` (expected: the name of a metric)");
            }
        }

        private Map<String, String> labels(Fields fields, String where) {
            for (Tree.Entry each : fields.entriesIfMap("labels")) {
                String name = each.key().text();
                // Any text may be a name; the metric's is said by `record`.
                if (name.isEmpty() || name.equals("__name__")) {
                    fields.report(
                            each.key().place(),
                            where + ", label: `" + name + "` (expected: the name of a label)");
                }
            }
            return fields.texts("labels");
        }

        private void checkTemplates(Fields fields, String name, String key) {
            for (Tree.Entry each : fields.entriesIfMap(key)) {
                if (each.key().text().isEmpty()) {
                    fields.report(
                            each.key().place(),
                            "rule `%s`, %s: an empty name (expected: a name)".formatted(name, key));
                }
                if (!(each.value() instanceof Tree.Scalar text)) {
                    continue;
                }
                try {
                    AlertTemplates.check(name, text.text());
                } catch (TemplateException e) {
                    fields.report(
                            text.place(),
                            "rule `%s`, %s.%s: %s"
                                    .formatted(name, key, each.key().text(), e.getMessage()));
                }
            }
        }
    }
}
