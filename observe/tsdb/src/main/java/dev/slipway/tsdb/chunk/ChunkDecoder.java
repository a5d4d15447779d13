package dev.slipway.tsdb.chunk;

import dev.slipway.series.SampleColumns;
import java.lang.foreign.MemorySegment;

/// Reads the samples of chunks into columns. Holds memory that it uses again for the next chunk;
/// not thread-safe.
public final class ChunkDecoder {
    private final BitReader reader = new BitReader();

    /// Adds the samples from one time to another, both included. Throws [ChunkException] if the
    /// bytes are no chunk; columns may then have some of its samples.
    public void decode(Chunk chunk, long startMillis, long endMillis, SampleColumns columns) {
        reader.open(chunk.data(), 0, (int) chunk.data().byteSize());
        decode(chunk.encoding(), startMillis, endMillis, columns);
    }

    /// As [#decode(Chunk, long, long, SampleColumns)], for an open chunk of floats within larger
    /// memory.
    ///
    /// @param sizeBytes as [XorEncoder#sizeBytes] says
    public void decodeXor(
            MemorySegment memory,
            long offset,
            int sizeBytes,
            long startMillis,
            long endMillis,
            SampleColumns columns) {
        reader.open(memory, offset, sizeBytes);
        decode(Encoding.XOR, startMillis, endMillis, columns);
    }

    /// How many samples there are, without reading them.
    public static int count(Chunk chunk) {
        MemorySegment data = chunk.data();
        if (data.byteSize() < XorEncoder.HEADER_BYTES) {
            throw new ChunkException(
                    "chunk: %d bytes (expected: at least 2)".formatted(data.byteSize()));
        }
        return data.get(XorEncoder.SHORT, 0) & 0xffff;
    }

    private void decode(
            Encoding encoding, long startMillis, long endMillis, SampleColumns columns) {
        switch (encoding) {
            case XOR -> XorDecoder.decode(reader, startMillis, endMillis, columns);
            case HISTOGRAM, FLOAT_HISTOGRAM ->
                    HistogramDecoder.decode(encoding, reader, startMillis, endMillis, columns);
        }
    }
}
