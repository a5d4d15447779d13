package dev.slipway.promql;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;

/// A `smoothed` selector: at each step what lies between the samples around it, or the newest
/// sample where none follows within the lookback. For one thread.
final class SmoothedSelector {
    private final Query query;
    private final Plan.Select select;
    private final Samples samples = new Samples();

    SmoothedSelector(Query query, Plan.Select select) {
        this.query = query;
        this.select = select;
    }

    Row row(Labels labels, SampleColumns columns, Steps steps) {
        samples.take(columns);
        Row row = new Row(labels, false, steps.count());
        long lookback = query.options().lookback().toMillis();
        Window window = new Window(samples, Window.Margin.of(Expr.Edges.SMOOTHED, lookback));
        for (int step = 0; step < steps.count(); step++) {
            long time = select.shift().from(steps.timeMillis(step));
            window.moveTo(time, time);
            if (window.floats() > 0 && window.histograms() > 0) {
                query.notes().mixedFloatsAndHistograms(labels.metricName(), select.position());
            } else if (window.floats() > 0) {
                floats(window, row, step);
            } else if (window.histograms() > 0) {
                histograms(window, row, step);
            }
        }
        return row;
    }

    private static void floats(Window window, Row row, int step) {
        long time = window.startMillis();
        int before = -1;
        while (before + 1 < window.floats() && window.timeMillis(before + 1) <= time) {
            before++;
        }
        if (before < 0) {
            return;
        }
        double value = window.value(before);
        if (before + 1 < window.floats() && window.timeMillis(before) < time) {
            long from = window.timeMillis(before);
            double share = (double) (time - from) / (window.timeMillis(before + 1) - from);
            value = EdgeFunctions.between(value, window.value(before + 1), share, false);
        }
        row.set(step, value);
    }

    private void histograms(Window window, Row row, int step) {
        long time = window.startMillis();
        int before = -1;
        while (before + 1 < window.histograms() && window.histogramTimeMillis(before + 1) <= time) {
            before++;
        }
        if (before < 0) {
            return;
        }
        FloatHistogram value = window.histogram(before);
        if (before + 1 < window.histograms() && window.histogramTimeMillis(before) < time) {
            FloatHistogram after = window.histogram(before + 1);
            long from = window.histogramTimeMillis(before);
            double share = (double) (time - from) / (window.histogramTimeMillis(before + 1) - from);
            boolean counter = after.resetHint() != FloatHistogram.ResetHint.GAUGE;
            value = EdgeFunctions.between(value, after, share, counter);
        }
        if (value == null) {
            query.notes().mixedBucketSchemas(row.labels().metricName(), select.position());
        } else {
            row.set(step, value);
        }
    }
}
