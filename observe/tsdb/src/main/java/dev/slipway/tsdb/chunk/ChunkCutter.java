package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts the samples of one series, by ascending time, into chunks of at most [#SAMPLES] samples of
/// one encoding. Not thread-safe.
public final class ChunkCutter {
    /// A good balance between how well chunks compress and how much is read for one sample.
    public static final int SAMPLES = 120;

    private static final int CAPACITY_BYTES = 512;

    private final Consumer<Chunk> sink;
    private final XorEncoder floats = new XorEncoder();
    private byte[] floatBytes = new byte[CAPACITY_BYTES];
    private MemorySegment floatMemory = MemorySegment.ofArray(floatBytes);
    private long floatMinMillis;
    private @Nullable HistogramEncoder histograms;

    /// Whether the open chunk, if there is one, is of histograms.
    private boolean histogramsOpen;

    public ChunkCutter(Consumer<Chunk> sink) {
        this.sink = sink;
    }

    public void addAll(SampleColumns columns) {
        for (int i = 0; i < columns.size(); i++) {
            FloatHistogram histogram = columns.histogram(i);
            if (histogram == null) {
                add(columns.timeMillis(i), columns.value(i));
            } else {
                add(columns.timeMillis(i), histogram);
            }
        }
    }

    public void add(long timeMillis, double value) {
        if (histogramsOpen || floats.count() == SAMPLES) {
            cut();
        }
        if (floats.count() == 0) {
            floatMinMillis = timeMillis;
        }
        int needed = floats.sizeBytes() + XorEncoder.ROOM_BYTES;
        if (needed > floatBytes.length) {
            floatBytes = Arrays.copyOf(floatBytes, 2 * needed);
            floatMemory = MemorySegment.ofArray(floatBytes);
        }
        floats.append(floatMemory, 0, timeMillis, value);
    }

    public void add(long timeMillis, FloatHistogram histogram) {
        HistogramEncoder open = histograms;
        if (histogramsOpen && open != null) {
            if (open.count() < SAMPLES && open.append(timeMillis, histogram)) {
                return;
            }
            cut();
            histograms = open.next(timeMillis, histogram);
        } else {
            cut();
            histograms = HistogramEncoder.begin(timeMillis, histogram);
        }
        histogramsOpen = true;
    }

    /// Hands over the last chunk; what is added next begins a new series.
    public void finish() {
        cut();
        histograms = null;
    }

    private void cut() {
        if (histogramsOpen && histograms != null) {
            sink.accept(histograms.toChunk());
            histogramsOpen = false;
        } else if (floats.count() > 0) {
            byte[] bytes = Arrays.copyOf(floatBytes, floats.sizeBytes());
            MemorySegment data = MemorySegment.ofArray(bytes);
            sink.accept(new Chunk(Encoding.XOR, floatMinMillis, floats.lastMillis(), data));
            floats.begin();
        }
    }
}
