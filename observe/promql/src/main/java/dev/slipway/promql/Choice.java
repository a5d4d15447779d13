package dev.slipway.promql;

import dev.slipway.series.Labels;
import dev.slipway.series.SelectorText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Aggregations that choose among the samples of a group and leave them as they are: `topk`,
/// `bottomk`, `limitk`, `limit_ratio`. For one thread.
final class Choice {
    /// What is chosen.
    enum Kind {
        TOPK("topk"),
        BOTTOMK("bottomk"),
        LIMITK("limitk"),
        LIMIT_RATIO("limit_ratio");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /// The best last, with NaN before every number.
    private static final Comparator<Candidate> ASCENDING =
            (left, right) -> {
                boolean leftNan = Double.isNaN(left.value);
                boolean rightNan = Double.isNaN(right.value);
                if (leftNan || rightNan) {
                    return Boolean.compare(rightNan, leftNan);
                }
                return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
            };

    private static final Comparator<Candidate> BEST_FIRST = ASCENDING.reversed();

    private static final Comparator<Candidate> LEAST_FIRST =
            (left, right) -> {
                boolean leftNan = Double.isNaN(left.value);
                boolean rightNan = Double.isNaN(right.value);
                return leftNan || rightNan
                        ? Boolean.compare(leftNan, rightNan)
                        : ASCENDING.compare(left, right);
            };

    private final Kind kind;
    private final Notes notes;
    private final int position;

    Choice(Kind kind, Notes notes, int position) {
        this.kind = kind;
        this.notes = notes;
        this.position = position;
    }

    private record Candidate(int row, double value) {}

    /// @param parameters how many, or which share, at each step
    Rows of(Groups groups, double[] parameters, Steps steps) {
        List<Row> chosen = new ArrayList<>();
        for (Groups.Group group : groups.all()) {
            List<Row> rows = group.rows();
            List<Row> results = new ArrayList<>(rows.size());
            for (Row row : rows) {
                results.add(new Row(row.labels(), row.isNameless(), steps.count()));
            }
            List<Integer> order = new ArrayList<>();
            for (int step = 0; step < steps.count(); step++) {
                order = choose(rows, step, parameters[step]);
                for (int row : order) {
                    results.get(row).copy(step, rows.get(row), step);
                }
            }
            // Only an instant query keeps the order of the values.
            if (steps.count() == 1) {
                order.forEach(row -> chosen.add(results.get(row)));
            } else {
                results.stream().filter(row -> !row.isEmpty()).forEach(chosen::add);
            }
        }
        return new Rows(chosen);
    }

    private List<Integer> choose(List<Row> rows, int step, double parameter) {
        return switch (kind) {
            case TOPK -> ranked(rows, step, count(parameter), BEST_FIRST);
            case BOTTOMK -> ranked(rows, step, count(parameter), LEAST_FIRST);
            case LIMITK -> first(rows, step, count(parameter));
            case LIMIT_RATIO -> sampled(rows, step, ratio(parameter));
        };
    }

    private List<Integer> ranked(
            List<Row> rows, int step, long count, Comparator<Candidate> order) {
        if (count < 1) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.hasFloat(step)) {
                candidates.add(new Candidate(i, row.value(step)));
            } else if (row.has(step)) {
                notes.ignoredHistogramInAggregation(kind.text, position);
            }
        }
        candidates.sort(order);
        int kept = (int) Math.min(count, candidates.size());
        return candidates.subList(0, kept).stream().map(Candidate::row).toList();
    }

    private static List<Integer> first(List<Row> rows, int step, long count) {
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < rows.size() && first.size() < count; i++) {
            if (rows.get(i).has(step)) {
                first.add(i);
            }
        }
        return first;
    }

    /// A positive ratio takes the series whose hash is below it, a negative one those that the
    /// ratio one greater leaves.
    private static List<Integer> sampled(List<Row> rows, int step, double ratio) {
        List<Integer> sampled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).has(step)) {
                double place = LabelsHash.unit(rows.get(i).labels());
                if (ratio >= 0 ? place < ratio : place >= 1 + ratio) {
                    sampled.add(i);
                }
            }
        }
        return sampled;
    }

    private double ratio(double parameter) {
        if (Double.isNaN(parameter)) {
            throw QueryException.execution("Ratio value is NaN");
        }
        double capped = Math.clamp(parameter, -1, 1);
        if (capped != parameter) {
            notes.invalidRatio(parameter, capped, position);
        }
        return capped;
    }

    private static long count(double parameter) {
        if (Double.isNaN(parameter)) {
            throw QueryException.execution("Parameter value is NaN");
        }
        if (parameter <= Long.MIN_VALUE || parameter >= Long.MAX_VALUE) {
            throw QueryException.execution(
                    "Scalar value %s %s int64"
                            .formatted(
                                    dev.slipway.series.GoNumbers.shortest(parameter),
                                    parameter > 0 ? "overflows" : "underflows"));
        }
        return (long) parameter;
    }

    /// Labels as a list of pairs, in messages.
    static String text(Labels labels) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            text.append(i > 0 ? ", " : "").append(SelectorText.labelName(labels.name(i)));
            text.append('=').append(SelectorText.quote(labels.value(i)));
        }
        return text.append('}').toString();
    }
}
