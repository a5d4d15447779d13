package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.HashMap;
import java.util.Map;

/// Builds requests of remote write, one after another with the same buffers. Of each series first
/// [#series], then samples or histograms, then exemplars, then metadata. Not thread-safe.
public final class RemoteWriteWriter {
    private static final int NONE = -1;

    private final RemoteWriteVersion version;
    private final ProtoWriter body = new ProtoWriter(64 << 10);
    private final ProtoWriter symbolBytes = new ProtoWriter(16 << 10);
    private final ProtoWriter whole = new ProtoWriter(64 << 10);
    private final Map<String, Integer> symbols = new HashMap<>();
    private int opened = NONE;
    private int seriesCount;
    private long createdMillis;

    public RemoteWriteWriter(RemoteWriteVersion version) {
        this.version = requireNonNull(version, "version");
    }

    /// Begins a series.
    public void series(Labels labels) {
        closeSeries();
        seriesCount++;
        opened = body.open(version == RemoteWriteVersion.V1 ? 1 : 5);
        labels(labels);
    }

    public void sample(long timeMillis, double value) {
        int sample = body.open(2);
        body.float64IfSet(1, value);
        body.varintIfSet(2, timeMillis);
        body.close(sample);
    }

    public void histogram(long timeMillis, FloatHistogram histogram) {
        int field = version == RemoteWriteVersion.V1 ? 4 : 3;
        PromHistograms.write(body, field, timeMillis, histogram);
    }

    public void exemplar(Exemplar exemplar) {
        int message = body.open(version == RemoteWriteVersion.V1 ? 3 : 4);
        labels(exemplar.labels());
        body.float64IfSet(2, exemplar.value());
        body.varintIfSet(3, exemplar.timeMillis());
        body.close(message);
    }

    /// When what the series counts began to be counted. Version 1.0 has no place for it.
    public void created(long timeMillis) {
        createdMillis = timeMillis;
    }

    /// Of the series' metric. Version 1.0 says it of a metric's name instead, once is enough.
    public void describe(String family, Metadata metadata) {
        if (version == RemoteWriteVersion.V1) {
            closeSeries();
            int message = body.open(3);
            body.varintIfSet(1, MetadataTypes.number(metadata.type()));
            body.stringIfSet(2, family);
            body.stringIfSet(4, metadata.help());
            body.stringIfSet(5, metadata.unit());
            body.close(message);
            return;
        }
        int message = body.open(5);
        body.varintIfSet(1, MetadataTypes.number(metadata.type()));
        body.varintIfSet(3, symbol(metadata.help()));
        body.varintIfSet(4, symbol(metadata.unit()));
        body.close(message);
    }

    public int seriesCount() {
        return seriesCount;
    }

    /// Roughly how large the request is before compression.
    public int sizeBytes() {
        return body.size() + symbolBytes.size();
    }

    /// The request, compressed; the writer is empty afterwards.
    public byte[] finish() {
        closeSeries();
        whole.clear();
        if (version == RemoteWriteVersion.V2) {
            whole.string(4, "");
            whole.raw(symbolBytes.buffer(), 0, symbolBytes.size());
        }
        whole.raw(body.buffer(), 0, body.size());
        byte[] compressed = SnappyBlock.compress(whole.buffer(), 0, whole.size());
        body.clear();
        symbolBytes.clear();
        symbols.clear();
        seriesCount = 0;
        return compressed;
    }

    private void closeSeries() {
        if (opened != NONE) {
            if (version == RemoteWriteVersion.V2) {
                body.varintIfSet(6, createdMillis);
            }
            body.close(opened);
            opened = NONE;
            createdMillis = 0;
        }
    }

    private void labels(Labels labels) {
        if (version == RemoteWriteVersion.V1) {
            PromLabels.write(body, labels);
            return;
        }
        int references = body.open(1);
        for (int i = 0; i < labels.size(); i++) {
            body.rawVarint(symbol(labels.name(i)));
            body.rawVarint(symbol(labels.value(i)));
        }
        body.close(references);
    }

    private int symbol(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        Integer known = symbols.get(text);
        if (known != null) {
            return known;
        }
        int number = symbols.size() + 1;
        symbols.put(text, number);
        symbolBytes.bytes(4, text.getBytes(UTF_8));
        return number;
    }
}
