package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;

/// Calls a range function for each series and step. For one thread.
final class RangeEvaluator {
    private final Query query;
    private final Samples samples = new Samples();
    private final List<Row> results = new ArrayList<>();

    RangeEvaluator(Query query) {
        this.query = query;
    }

    /// One call.
    ///
    /// @param keepsName whether results are still that metric, as of `last_over_time`
    /// @param margin how far samples beyond the range are seen
    record Job(
            RangeFunction function,
            Plan.Range range,
            Window.Margin margin,
            RangeCall call,
            boolean keepsName,
            boolean counter) {
        Steps steps() {
            return call.steps();
        }
    }

    Rows overSeries(Job job, Plan.SelectRange range, boolean detectResets) {
        Steps steps = job.steps();
        new SelectorReader(query)
                .read(
                        range.matchers(),
                        range.shift().from(steps.startMillis())
                                - range.rangeMillis()
                                - job.margin().beforeMillis()
                                + 1,
                        range.shift().from(steps.endMillis()) + job.margin().afterMillis(),
                        (labels, columns) -> {
                            samples.take(columns);
                            if (detectResets) {
                                samples.detectResets();
                            }
                            slide(job, new Row(labels, false, 0));
                        });
        return new Rows(results);
    }

    Rows overSubquery(Job job, Rows inner, Steps innerSteps) {
        for (Row row : inner.rows()) {
            query.budget().check();
            samples.take(row, innerSteps);
            slide(job, row);
        }
        return new Rows(results);
    }

    private void slide(Job job, Row from) {
        Steps steps = job.steps();
        Labels labels = from.labels();
        query.budget().reserve(steps.count());
        Row result =
                job.keepsName()
                        ? new Row(labels, from.isNameless(), steps.count())
                        : query.nameless(from, steps.count());
        job.call().begin(labels.metricName(), result);
        query.budget().hold(samples.size());
        Window window = new Window(samples, job.margin());
        for (int step = 0; step < steps.count(); step++) {
            long end = job.range().shift().from(steps.timeMillis(step));
            window.moveTo(end - job.range().rangeMillis(), end);
            if (window.size() > 0) {
                query.budget().touch(window.size());
                job.call().moveTo(step);
                job.function().evaluate(window, job.call());
            }
        }
        query.budget().hold(-samples.size());
        finish(job, labels, result);
    }

    private void finish(Job job, Labels labels, Row result) {
        int filled = result.samples();
        if (filled == 0) {
            query.budget().reserve(-result.steps());
            return;
        }
        query.budget().hold(filled);
        results.add(result);
        String metric = labels.metricName();
        if (job.counter() && samples.floatCount() > 0 && !metric.isEmpty() && !isCounter(metric)) {
            query.notes().possiblyNotACounter(metric, job.range().position());
        }
    }

    private static boolean isCounter(String metric) {
        return metric.endsWith("_total")
                || metric.endsWith("_sum")
                || metric.endsWith("_count")
                || metric.endsWith("_bucket");
    }
}
