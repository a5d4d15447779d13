package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An instant vector at every step.
record Rows(List<Row> rows) implements Evaluated {
    private record Key(Labels labels, boolean nameless) {}

    static final Rows NONE = new Rows(List.of());

    Rows {
        rows = List.copyOf(rows);
    }

    /// Makes one row of rows with the same labels, which must not have samples at the same step.
    Rows merged() {
        Map<Key, Row> merged = LinkedHashMap.newLinkedHashMap(rows.size());
        boolean anyShared = false;
        for (Row row : rows) {
            Key key = new Key(row.labels(), row.isNameless());
            Row there = merged.putIfAbsent(key, row);
            if (there != null) {
                merged.put(key, merge(there, row));
                anyShared = true;
            }
        }
        return anyShared ? new Rows(new ArrayList<>(merged.values())) : this;
    }

    /// Takes away names that were to go when the query ends.
    Rows withoutDelayedNames() {
        if (rows.stream().noneMatch(Row::isNameless)) {
            return merged();
        }
        List<Row> named = new ArrayList<>(rows.size());
        for (Row row : rows) {
            named.add(
                    row.isNameless()
                            ? row.relabelled(MetricIdentity.removedFrom(row.labels()), false)
                            : row);
        }
        return new Rows(named).merged();
    }

    long samples() {
        long samples = 0;
        for (Row row : rows) {
            samples += row.samples();
        }
        return samples;
    }

    private static Row merge(Row left, Row right) {
        Row merged = new Row(left.labels(), left.isNameless(), left.steps());
        for (int i = 0; i < left.steps(); i++) {
            if (left.has(i) && right.has(i)) {
                throw QueryException.execution(
                        "vector cannot contain metrics with the same labelset");
            }
            if (left.has(i)) {
                merged.copy(i, left, i);
            } else if (right.has(i)) {
                merged.copy(i, right, i);
            }
        }
        return merged;
    }
}
