package dev.slipway.remote;

import dev.slipway.remote.RemoteWriteConfig.Contents;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import org.jspecify.annotations.Nullable;

/// What is to be sent, until [#commit] puts it into the queue; what comes after that is the next
/// batch. Labels are those of the receiver, as [RemoteWrite#outgoing] says. For one thread.
public final class RemoteBatch {
    /// Takes a record.
    @FunctionalInterface
    interface Queue {
        void append(byte[] record, int samples, long newestMillis);
    }

    /// A record is read as a whole, so what is large becomes several.
    private static final int RECORD_SAMPLES_MAX = 10_000;

    private final Contents contents;
    private final Queue queue;
    private final RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V2);
    private Labels labels = Labels.EMPTY;
    private @Nullable Metadata metadata;
    private long createdMillis;
    private boolean begun;
    private int samples;
    private long newestMillis = Long.MIN_VALUE;

    RemoteBatch(Contents contents, Queue queue) {
        this.contents = contents;
        this.queue = queue;
    }

    /// What follows is of this series.
    public void series(Labels next) {
        end();
        labels = next;
        metadata = null;
        createdMillis = 0;
    }

    /// Of the series' metric; may come before or behind its samples.
    public void describe(Metadata described) {
        if (contents.metadata()) {
            metadata = described;
        }
    }

    /// When what the series counts began to be counted.
    public void created(long timeMillis) {
        createdMillis = timeMillis;
    }

    public void sample(long timeMillis, double value) {
        begin(timeMillis);
        writer.sample(timeMillis, value);
    }

    public void histogram(long timeMillis, FloatHistogram histogram) {
        if (contents.histograms()) {
            begin(timeMillis);
            writer.histogram(timeMillis, histogram);
        }
    }

    public void exemplar(Exemplar exemplar) {
        if (contents.exemplars()) {
            begin(exemplar.timeMillis());
            writer.exemplar(exemplar);
        }
    }

    /// Survives the end of this process on return, unless the disk is full, which is logged and
    /// counted.
    public void commit() {
        end();
        if (samples > 0) {
            queue.append(writer.finish(), samples, newestMillis);
            samples = 0;
        }
    }

    private void begin(long timeMillis) {
        if (samples >= RECORD_SAMPLES_MAX) {
            Metadata described = metadata;
            long created = createdMillis;
            commit();
            metadata = described;
            createdMillis = created;
        }
        if (!begun) {
            writer.series(labels);
            begun = true;
        }
        samples++;
        newestMillis = Math.max(newestMillis, timeMillis);
    }

    private void end() {
        if (begun) {
            if (metadata != null) {
                writer.describe(labels.metricName(), metadata);
            }
            writer.created(createdMillis);
            begun = false;
        }
    }
}
