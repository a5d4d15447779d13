package dev.slipway.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Orders the rows of an instant query; for a range there is no order but that of the labels.
final class SortFunctions {
    private SortFunctions() {}

    /// NaN is last, whichever way; histograms go.
    static Rows byValue(Rows rows, boolean ascending) {
        List<Row> sorted = new ArrayList<>();
        for (Row row : rows.rows()) {
            Row floats = row.withoutHistograms();
            if (!floats.isEmpty()) {
                sorted.add(floats);
            }
        }
        if (!sorted.isEmpty() && sorted.getFirst().steps() == 1) {
            sorted.sort((left, right) -> compare(left.value(0), right.value(0), ascending));
        }
        return new Rows(sorted);
    }

    static Rows byLabels(Rows rows, List<String> names, boolean ascending) {
        Comparator<Row> order =
                (left, right) -> {
                    for (String name : names) {
                        int found =
                                NaturalOrder.compare(
                                        left.labels().value(name), right.labels().value(name));
                        if (found != 0) {
                            return found;
                        }
                    }
                    return left.labels().compareTo(right.labels());
                };
        List<Row> sorted = new ArrayList<>(rows.rows());
        sorted.sort(ascending ? order : order.reversed());
        return new Rows(sorted);
    }

    private static int compare(double left, double right, boolean ascending) {
        boolean leftNan = Double.isNaN(left);
        if (leftNan || Double.isNaN(right)) {
            return Boolean.compare(leftNan, Double.isNaN(right));
        }
        int order = left < right ? -1 : left > right ? 1 : 0;
        return ascending ? order : -order;
    }
}
