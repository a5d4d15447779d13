package dev.slipway.promql;

import dev.slipway.promql.Elements.Operand;
import dev.slipway.promql.Plan.Matching.Side;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A binary operator between two vectors. Rows find each other by their labels once for all steps.
/// For one thread.
final class VectorOperation {
    private final Query query;
    private final Plan.Binary binary;
    private final Plan.Matching matching;
    private final int steps;
    private final Signature signature;
    private final Elements elements;
    private final Operand manySample = new Operand();
    private final Operand oneSample = new Operand();
    private final Map<Labels, Row> results = new LinkedHashMap<>();
    private final Map<Labels, BitSet> matched = new HashMap<>();

    VectorOperation(Query query, Plan.Binary binary, Steps steps) {
        this.query = query;
        this.binary = binary;
        this.matching = binary.matching();
        this.steps = steps.count();
        this.signature = new Signature(matching);
        this.elements =
                new Elements(binary.operator(), binary.bool(), query.notes(), binary.position());
    }

    Rows apply(Rows left, Rows right) {
        boolean swapped = matching.many() == Side.RIGHT;
        Rows many = swapped ? right : left;
        Rows one = swapped ? left : right;
        Map<Labels, List<Row>> ones = bySignature(one);
        ones.forEach((key, rows) -> requireUnique(key, rows, many));
        for (Row row : many.rows()) {
            Labels key = signature.of(row.labels());
            List<Row> partners = ones.getOrDefault(key, List.of());
            combine(key, row, partners, swapped);
        }
        fillMissing(many, ones, swapped);
        List<Row> rows = new ArrayList<>();
        for (Row row : results.values()) {
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        return new Rows(rows);
    }

    private Map<Labels, List<Row>> bySignature(Rows rows) {
        Map<Labels, List<Row>> grouped = new LinkedHashMap<>();
        for (Row row : rows.rows()) {
            grouped.computeIfAbsent(signature.of(row.labels()), k -> new ArrayList<>()).add(row);
        }
        return grouped;
    }

    private void combine(Labels key, Row many, List<Row> partners, boolean swapped) {
        query.budget().check();
        Row target = null;
        Row before = null;
        Double fill = swapped ? matching.fillLeft() : matching.fillRight();
        for (int step = 0; step < steps; step++) {
            if (!many.has(step)) {
                continue;
            }
            Row partner = presentAt(partners, step);
            if (partner == null && fill == null) {
                continue;
            }
            if (target == null || partner != before) {
                target = target(many, partner);
                before = partner;
            }
            manySample.take(many, step);
            if (partner == null) {
                oneSample.take(fill == null ? 0 : fill);
            } else {
                oneSample.take(partner, step);
            }
            apply(key, target, step, swapped);
        }
    }

    private void apply(Labels key, Row target, int step, boolean swapped) {
        boolean there = target.has(step);
        Row result = there ? new Row(target.labels(), false, steps) : target;
        elements.apply(
                swapped ? oneSample : manySample,
                swapped ? manySample : oneSample,
                0,
                result,
                step);
        if (!result.has(step)) {
            return;
        }
        if (matching.many() != Side.NEITHER) {
            if (there) {
                throw QueryException.execution(
                        "multiple matches for labels: grouping labels must ensure unique matches");
            }
            return;
        }
        BitSet bits = matched.computeIfAbsent(key, k -> new BitSet(steps));
        if (bits.get(step)) {
            throw QueryException.execution(
                    "multiple matches for labels: many-to-one matching must be explicit"
                            + " (group_left/group_right)");
        }
        bits.set(step);
    }

    /// Samples of the one side that nothing matched, if a value stands for what is missing.
    private void fillMissing(Rows many, Map<Labels, List<Row>> ones, boolean swapped) {
        Double fill = swapped ? matching.fillRight() : matching.fillLeft();
        if (fill == null) {
            return;
        }
        Map<Labels, List<Row>> manies = bySignature(many);
        for (Map.Entry<Labels, List<Row>> entry : ones.entrySet()) {
            List<Row> others = manies.getOrDefault(entry.getKey(), List.of());
            for (Row one : entry.getValue()) {
                Row target = null;
                for (int step = 0; step < steps; step++) {
                    if (one.has(step) && presentAt(others, step) == null) {
                        Row absent = new Row(entry.getKey(), false, 0);
                        target = target == null ? target(absent, one) : target;
                        manySample.take(fill);
                        oneSample.take(one, step);
                        apply(entry.getKey(), target, step, swapped);
                    }
                }
            }
        }
    }

    private static @Nullable Row presentAt(List<Row> rows, int step) {
        for (Row row : rows) {
            if (row.has(step)) {
                return row;
            }
        }
        return null;
    }

    private Row target(Row many, @Nullable Row one) {
        Labels.Builder builder = many.labels().toBuilder();
        if (!binary.operator().keepsName() || (binary.bool() && !query.delaysNameRemoval())) {
            MetricIdentity.removeFrom(builder);
        }
        Labels labels = builder.build();
        if (matching.many() == Side.NEITHER) {
            labels =
                    matching.on()
                            ? labels.keeping(matching.labels())
                            : labels.without(matching.labels());
        }
        if (!matching.include().isEmpty()) {
            Labels.Builder included = labels.toBuilder();
            for (String name : matching.include()) {
                included.set(name, one == null ? "" : one.labels().value(name));
            }
            labels = included.build();
        }
        boolean nameless = many.isNameless() || binary.bool();
        return results.computeIfAbsent(labels, l -> new Row(l, nameless, steps));
    }

    private void requireUnique(Labels key, List<Row> rows, Rows many) {
        if (rows.size() < 2) {
            return;
        }
        for (int step = 0; step < steps; step++) {
            Row first = null;
            for (Row row : rows) {
                if (!row.has(step)) {
                    continue;
                }
                if (first != null && presentAt(many.rows(), step) != null) {
                    throw duplicate(key, first.labels(), row.labels());
                }
                first = row;
            }
        }
    }

    private QueryException duplicate(Labels key, Labels first, Labels second) {
        boolean ordered = first.compareTo(second) <= 0;
        return QueryException.execution(
                "found duplicate series for the match group %s on the %s hand-side of the operation: [%s, %s];many-to-many matching not allowed: matching labels must be unique on one side"
                        .formatted(
                                Choice.text(key),
                                matching.many() == Side.RIGHT ? "left" : "right",
                                Choice.text(ordered ? first : second),
                                Choice.text(ordered ? second : first)));
    }
}
