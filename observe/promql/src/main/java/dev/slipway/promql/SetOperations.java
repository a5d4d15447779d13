package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `and`, `or` and `unless`: they pass samples on by whether the other side has one with the same
/// labels at the step.
final class SetOperations {
    private SetOperations() {}

    static Rows apply(Plan.SetOperation operation, Rows left, Rows right, Steps steps) {
        Signature signature = new Signature(operation.matching());
        return switch (operation.operator()) {
            case AND -> filtered(left, present(right, signature, steps), signature, true);
            case UNLESS -> filtered(left, present(right, signature, steps), signature, false);
            case OR -> {
                List<Row> all = new ArrayList<>(left.rows());
                all.addAll(
                        filtered(right, present(left, signature, steps), signature, false).rows());
                yield new Rows(all).merged();
            }
        };
    }

    /// For each signature, the steps with any sample.
    private static Map<Labels, BitSet> present(Rows rows, Signature signature, Steps steps) {
        Map<Labels, BitSet> present = new HashMap<>();
        for (Row row : rows.rows()) {
            BitSet bits =
                    present.computeIfAbsent(
                            signature.of(row.labels()), k -> new BitSet(steps.count()));
            for (int i = 0; i < steps.count(); i++) {
                if (row.has(i)) {
                    bits.set(i);
                }
            }
        }
        return present;
    }

    private static Rows filtered(
            Rows rows, Map<Labels, BitSet> others, Signature signature, boolean wanted) {
        List<Row> results = new ArrayList<>();
        for (Row row : rows.rows()) {
            BitSet bits = others.getOrDefault(signature.of(row.labels()), new BitSet());
            Row result = new Row(row.labels(), row.isNameless(), row.steps());
            boolean any = false;
            for (int i = 0; i < row.steps(); i++) {
                if (row.has(i) && bits.get(i) == wanted) {
                    result.copy(i, row, i);
                    any = true;
                }
            }
            if (any) {
                results.add(result);
            }
        }
        return new Rows(results);
    }
}
