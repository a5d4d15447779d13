package dev.slipway.metric.http;

import dev.slipway.rule.GroupView;
import dev.slipway.rule.GroupView.RuleView;
import dev.slipway.rule.Rule;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which rules a call to `/rules` asks for. Immutable.
///
/// @param kinds `alert`, `record` or both
/// @param selectors of labels of the rule, of which one must match if there is any
record RuleFilter(
        Set<String> kinds,
        Set<String> names,
        Set<String> groups,
        Set<String> files,
        List<List<Matcher>> selectors) {
    private static final String ALERT = "alert";
    private static final String RECORD = "record";

    static RuleFilter of(Params params) {
        String type = params.text("type");
        Set<String> kinds =
                switch (type) {
                    case "" -> Set.of(ALERT, RECORD);
                    case ALERT, RECORD -> Set.of(type);
                    default ->
                            throw CallException.invalid(
                                    "type", "not supported value \"" + type + "\"");
                };
        return new RuleFilter(
                kinds,
                new HashSet<>(params.all("rule_name[]")),
                new HashSet<>(params.all("rule_group[]")),
                new HashSet<>(params.all("file[]")),
                params.selectors());
    }

    boolean takes(GroupView group) {
        return (groups.isEmpty() || groups.contains(group.group().name()))
                && (files.isEmpty() || files.contains(group.group().file()));
    }

    List<RuleView> rules(GroupView group) {
        List<RuleView> taken = new ArrayList<>();
        for (RuleView each : group.rules()) {
            if (takes(each.rule())) {
                taken.add(each);
            }
        }
        return taken;
    }

    private boolean takes(Rule rule) {
        String kind =
                switch (rule) {
                    case Rule.Alerting _ -> ALERT;
                    case Rule.Recording _ -> RECORD;
                };
        return kinds.contains(kind)
                && (names.isEmpty() || names.contains(rule.name()))
                && isSelected(Labels.of(rule.labels()));
    }

    private boolean isSelected(Labels labels) {
        return selectors.isEmpty()
                || selectors.stream()
                        .anyMatch(each -> each.stream().allMatch(m -> m.matches(labels)));
    }
}
