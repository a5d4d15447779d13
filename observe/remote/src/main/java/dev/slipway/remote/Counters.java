package dev.slipway.remote;

import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.MetricFamily;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what became of the entries of one destination. Thread-safe.
final class Counters {
    /// Why something was not sent.
    enum Reason {
        /// The receiver refused the request, and would refuse it again.
        REFUSED("refused"),
        TOO_OLD("too_old"),
        /// The files could not be written.
        QUEUE_FAILED("queue_failed");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final LongAdder entered = new LongAdder();
    private final LongAdder finished = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder sentBatches = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final Map<Reason, LongAdder> dropped = new ConcurrentHashMap<>();
    private final AtomicLong newestInMillis = new AtomicLong();
    private final AtomicLong newestSentMillis = new AtomicLong();

    void entered(long samples, long newestMillis) {
        entered.add(samples);
        newestInMillis.accumulateAndGet(newestMillis, Math::max);
    }

    void sent(long samples, long bytes, long newestMillis) {
        sent.add(samples);
        finished.add(samples);
        sentBytes.add(bytes);
        sentBatches.increment();
        newestSentMillis.accumulateAndGet(newestMillis, Math::max);
    }

    void retried(long samples) {
        retried.add(samples);
    }

    void dropped(Reason reason, long samples) {
        dropped.computeIfAbsent(reason, _ -> new LongAdder()).add(samples);
        finished.add(samples);
    }

    long sentSamples() {
        return sent.sum();
    }

    long droppedSamples() {
        return dropped.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long retriedSamples() {
        return retried.sum();
    }

    /// By the names that Prometheus gives them, where it has them.
    List<MetricFamily> families(Labels destination, int shards) {
        String prefix = "prometheus_remote_storage_";
        List<MetricFamily.Sample> drops =
                dropped.entrySet().stream()
                        .map(each ->
                                sample(
                                        prefix + "samples_dropped_total",
                                        destination.with("reason", each.getKey().text),
                                        (double) each.getValue().sum()))
                        .toList();
        return List.of(
                counter(
                        prefix + "samples_total",
                        "Samples sent.",
                        destination,
                        (double) sent.sum()),
                counter(
                        prefix + "bytes_total",
                        "Bytes sent.",
                        destination,
                        (double) sentBytes.sum()),
                counter(
                        prefix + "sent_batches_total",
                        "Requests.",
                        destination,
                        (double) sentBatches.sum()),
                counter(
                        prefix + "samples_retried_total",
                        "Samples of requests that were tried again.",
                        destination,
                        (double) retried.sum()),
                new MetricFamily(
                        prefix + "samples_dropped_total",
                        new Metadata(Metadata.Type.COUNTER, "", "Samples given up, by reason."),
                        drops),
                gauge(
                        prefix + "samples_pending",
                        "Samples of this process that wait to be sent.",
                        destination,
                        (double) Math.max(0, entered.sum() - finished.sum())),
                gauge(prefix + "shards", "Senders at work.", destination, shards),
                gauge(
                        prefix + "highest_timestamp_in_seconds",
                        "Newest sample that came.",
                        destination,
                        newestInMillis.get() / 1e3),
                gauge(
                        prefix + "queue_highest_sent_timestamp_seconds",
                        "Newest sample that was sent.",
                        destination,
                        newestSentMillis.get() / 1e3));
    }

    /// Of the queue's files.
    static List<MetricFamily> families(Labels destination, QueueFiles files) {
        return List.of(
                gauge(
                        "slipway_remote_queue_bytes",
                        "Size of the queue's files.",
                        destination,
                        (double) files.sizeBytes()),
                counter(
                        "slipway_remote_queue_overflow_bytes_total",
                        "Files of the queue deleted before they were sent.",
                        destination,
                        (double) files.overflowBytes()),
                counter(
                        "slipway_remote_queue_damaged_records_total",
                        "Records of the queue that could not be read.",
                        destination,
                        (double) files.damagedRecords()));
    }

    private static MetricFamily counter(String name, String help, Labels labels, double value) {
        return new MetricFamily(
                name,
                new Metadata(Metadata.Type.COUNTER, "", help),
                List.of(sample(name, labels, value)));
    }

    private static MetricFamily gauge(String name, String help, Labels labels, double value) {
        return new MetricFamily(
                name,
                new Metadata(Metadata.Type.GAUGE, "", help),
                List.of(sample(name, labels, value)));
    }

    private static MetricFamily.Sample sample(String name, Labels labels, double value) {
        return new MetricFamily.Sample(labels.with(Labels.METRIC_NAME, name), value);
    }
}
