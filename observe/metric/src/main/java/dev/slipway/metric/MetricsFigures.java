package dev.slipway.metric;

import dev.slipway.metric.figures.FigureSink;
import dev.slipway.metric.figures.FigureSource;
import dev.slipway.rule.AlertNotifier;
import dev.slipway.rule.GroupView;
import dev.slipway.rule.RuleEngine;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbStatus;

/// What the metrics tell of themselves, under Prometheus' own names. Thread-safe.
record MetricsFigures(
        TimeSeriesDatabase database,
        RuleEngine rules,
        AlertNotifier notifier,
        RemoteStores destinations)
        implements FigureSource {
    @Override
    public void collect(FigureSink sink) {
        storage(sink, database.status(0));
        rules.groups().forEach(group -> group(sink, group));
        notifier.figures().forEach(each -> notifications(sink, each));
        destinations.figures().forEach(sink::add);
    }

    private static void storage(FigureSink sink, TsdbStatus status) {
        sink.gauge("prometheus_tsdb_head_series", "Series in the head.")
                .sample(status.head().series());
        sink.gauge("prometheus_tsdb_head_chunks", "Chunks in the head.")
                .sample(status.head().chunks());
        sink.gauge("prometheus_tsdb_blocks_loaded", "Blocks.").sample(status.disk().blocks());
        sink.gauge("prometheus_tsdb_storage_blocks_bytes", "Bytes of all blocks.")
                .sample(status.disk().blockBytes());
        sink.gauge("prometheus_tsdb_wal_storage_size_bytes", "Bytes of the log.")
                .sample(status.disk().logBytes());
    }

    private static void group(FigureSink sink, GroupView group) {
        String[] of = {"rule_group", group.group().file() + ";" + group.group().name()};
        sink.counter("prometheus_rule_group_iterations_total", "Evaluations of a group.")
                .sample(group.counts().evaluations(), of);
        sink.counter("prometheus_rule_group_iterations_missed_total", "Evaluations left out.")
                .sample(group.counts().missed(), of);
        sink.counter("prometheus_rule_evaluation_failures_total", "Rules that failed.")
                .sample(group.counts().failures(), of);
        sink.gauge("prometheus_rule_group_rules", "Rules of a group.")
                .sample(group.rules().size(), of);
    }

    private static void notifications(FigureSink sink, AlertNotifier.Figures figures) {
        String[] of = {"alertmanager", figures.target()};
        sink.counter("prometheus_notifications_sent_total", "Alerts sent.")
                .sample(figures.sent(), of);
        sink.counter("prometheus_notifications_errors_total", "Alerts not accepted.")
                .sample(figures.failed(), of);
        sink.counter("prometheus_notifications_dropped_total", "Alerts lost before they were sent.")
                .sample(figures.dropped(), of);
        sink.gauge("prometheus_notifications_queue_length", "Alerts that wait.")
                .sample(figures.waiting(), of);
    }
}
