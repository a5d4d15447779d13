package dev.slipway.promql;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.StaleMarker;
import java.util.ArrayList;
import java.util.List;

/// Reads series one at a time into columns that are reused, and reduces each to the steps at once,
/// so that the samples of all series are never in memory together. For one thread.
final class SelectorReader {
    private final Query query;
    private final SampleColumns columns = new SampleColumns();

    SelectorReader(Query query) {
        this.query = query;
    }

    /// What is done with the samples of one series.
    interface Visitor {
        void visit(dev.slipway.series.Labels labels, SampleColumns columns);
    }

    /// The newest sample at each step that is not older than the lookback.
    ///
    /// @param detectResets whether resets of histograms are to be found out that are not known
    /// @param times whether to answer the times of the samples instead
    Rows instant(Plan.Select select, Steps steps, boolean detectResets, boolean times) {
        long lookback = query.options().lookback().toMillis();
        List<Row> rows = new ArrayList<>();
        boolean smoothed = select.edges() == Expr.Edges.SMOOTHED && !times;
        SmoothedSelector smoothing = new SmoothedSelector(query, select);
        read(
                select.matchers(),
                select.shift().from(steps.startMillis()) - lookback + 1,
                select.shift().from(steps.endMillis()) + (smoothed ? lookback : 0),
                (labels, samples) -> {
                    query.budget().reserve(steps.count());
                    Row row;
                    if (smoothed) {
                        row = smoothing.row(labels, samples, steps);
                    } else {
                        row = new Row(labels, false, steps.count());
                        FloatHistogram[] histograms = histograms(samples, detectResets);
                        fill(row, select.shift(), steps, histograms, times);
                    }
                    int filled = row.samples();
                    if (filled == 0) {
                        query.budget().reserve(-steps.count());
                        return;
                    }
                    rows.add(row);
                    query.budget().hold(filled);
                    query.budget().touch(filled);
                });
        return new Rows(rows);
    }

    void read(List<Matcher> matchers, long startMillis, long endMillis, Visitor visitor) {
        Selection selection = new Selection(matchers, startMillis, endMillis);
        try (SeriesCursor cursor = query.source().select(selection)) {
            while (cursor.next()) {
                query.budget().check();
                columns.clear();
                cursor.read(columns);
                if (columns.size() > 0) {
                    visitor.visit(cursor.labels(), columns);
                }
            }
            cursor.warnings().forEach(query.notes()::sourceWarning);
        }
    }

    private void fill(
            Row row, Plan.Shift shift, Steps steps, FloatHistogram[] histograms, boolean times) {
        long lookback = query.options().lookback().toMillis();
        long[] timesMillis = columns.timesMillis();
        double[] values = columns.values();
        int size = columns.size();
        int next = 0;
        for (int step = 0; step < steps.count(); step++) {
            long reference = shift.from(steps.timeMillis(step));
            while (next < size && timesMillis[next] <= reference) {
                next++;
            }
            int newest = next - 1;
            if (newest < 0
                    || timesMillis[newest] <= reference - lookback
                    || StaleMarker.is(values[newest])) {
                continue;
            }
            if (times) {
                row.set(step, timesMillis[newest] / 1_000.0);
            } else if (histograms.length > 0 && histograms[newest] != null) {
                row.set(step, histograms[newest]);
            } else {
                row.set(step, values[newest]);
            }
        }
    }

    private static FloatHistogram[] histograms(SampleColumns samples, boolean detectResets) {
        if (!samples.hasHistograms()) {
            return new FloatHistogram[0];
        }
        FloatHistogram[] histograms = new FloatHistogram[samples.size()];
        for (int i = 0; i < histograms.length; i++) {
            FloatHistogram histogram = samples.histogram(i);
            if (histogram != null) {
                histograms[i] = histogram;
            }
        }
        if (detectResets) {
            Samples.detectResets(histograms, histograms.length);
        }
        return histograms;
    }
}
