package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows by the labels an aggregation groups by. Groups are found once for all steps, in the order
/// of their first row.
final class Groups {
    private final List<Group> groups;

    private Groups(List<Group> groups) {
        this.groups = groups;
    }

    /// @param nameless whether the name is to go from the result, as it is from any member
    record Group(Labels labels, boolean nameless, List<Row> rows) {}

    static Groups of(List<Row> rows, List<String> labels, boolean without) {
        List<String> dropped = new ArrayList<>(labels);
        dropped.addAll(MetricIdentity.LABELS);
        Map<Labels, List<Row>> members = new HashMap<>();
        List<Labels> order = new ArrayList<>();
        for (Row row : rows) {
            Labels key = without ? row.labels().without(dropped) : row.labels().keeping(labels);
            members.computeIfAbsent(
                            key,
                            k -> {
                                order.add(k);
                                return new ArrayList<>();
                            })
                    .add(row);
        }
        List<Group> groups = new ArrayList<>(order.size());
        for (Labels key : order) {
            List<Row> group = members.getOrDefault(key, List.of());
            boolean nameless = group.stream().anyMatch(Row::isNameless);
            groups.add(new Group(key, nameless, group));
        }
        return new Groups(groups);
    }

    List<Group> all() {
        return groups;
    }
}
