package dev.slipway.remote;

import dev.slipway.remote.ForwardingStore.Outgoing;
import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A transaction of the store, whose accepted samples are put into batches too. For one thread.
final class ForwardingAppender implements Appender {
    private final ForwardingStore names;
    private final Appender appender;
    private final List<RemoteBatch> batches;
    private final Map<Long, Metadata> metadata = new HashMap<>();
    private long current;
    private boolean begun;

    ForwardingAppender(ForwardingStore names, Appender appender, List<RemoteBatch> batches) {
        this.names = names;
        this.appender = appender;
        this.batches = batches;
    }

    @Override
    public long series(Labels labels) {
        long reference = appender.series(labels);
        names.meet(reference, labels);
        return reference;
    }

    @Override
    public Outcome append(long series, long timeMillis, double value) {
        Outgoing outgoing = names.outgoing(series);
        if (outgoing == null) {
            return Outcome.UNKNOWN_SERIES;
        }
        Outcome outcome = appender.append(series, timeMillis, value);
        forward(series, outgoing, outcome, batch -> batch.sample(timeMillis, value));
        return outcome;
    }

    @Override
    public Outcome append(long series, long timeMillis, FloatHistogram histogram) {
        Outgoing outgoing = names.outgoing(series);
        if (outgoing == null) {
            return Outcome.UNKNOWN_SERIES;
        }
        Outcome outcome = appender.append(series, timeMillis, histogram);
        forward(series, outgoing, outcome, batch -> batch.histogram(timeMillis, histogram));
        return outcome;
    }

    @Override
    public Outcome append(long series, Exemplar exemplar) {
        Outgoing outgoing = names.outgoing(series);
        if (outgoing == null) {
            return Outcome.UNKNOWN_SERIES;
        }
        Outcome outcome = appender.append(series, exemplar);
        forward(series, outgoing, outcome, batch -> batch.exemplar(exemplar));
        return outcome;
    }

    @Override
    public void describe(long series, Metadata described) {
        appender.describe(series, described);
        metadata.put(series, described);
        if (begun && series == current) {
            Outgoing outgoing = names.outgoing(series);
            if (outgoing != null) {
                each(outgoing, batch -> batch.describe(described));
            }
        }
    }

    /// Known to the store only: destinations are told of metrics with their series.
    @Override
    public void describe(String family, Metadata described) {
        appender.describe(family, described);
    }

    @Override
    public void commit() {
        batches.forEach(RemoteBatch::commit);
        begun = false;
        appender.commit();
    }

    @Override
    public void close() {
        appender.close();
    }

    private void forward(
            long series, Outgoing outgoing, Outcome outcome, Consumer<RemoteBatch> content) {
        if (outcome == Outcome.UNKNOWN_SERIES) {
            names.forget(series);
        }
        if (outcome != Outcome.ACCEPTED) {
            return;
        }
        if (!begun || current != series) {
            begun = true;
            current = series;
            begin(series, outgoing);
        }
        each(outgoing, content);
    }

    private void begin(long series, Outgoing outgoing) {
        Metadata described = metadata.get(series);
        for (int i = 0; i < batches.size(); i++) {
            Labels name = outgoing.names()[i];
            if (name != null) {
                batches.get(i).series(name);
                if (described != null) {
                    batches.get(i).describe(described);
                }
            }
        }
    }

    private void each(Outgoing outgoing, Consumer<RemoteBatch> content) {
        for (int i = 0; i < batches.size(); i++) {
            if (outgoing.names()[i] != null) {
                content.accept(batches.get(i));
            }
        }
    }
}
