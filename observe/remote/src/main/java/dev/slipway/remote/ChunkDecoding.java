package dev.slipway.remote;

import dev.slipway.series.SampleColumns;
import dev.slipway.wire.ChunkedRead.Chunk;

/// Reads the samples of a chunk; whoever stores chunks can. Without one, stores are asked for
/// samples instead. Called by many threads.
@FunctionalInterface
public interface ChunkDecoding {
    /// Adds the samples from one time to another, both included. May throw any exception if the
    /// bytes are no chunk.
    void decode(Chunk chunk, long startMillis, long endMillis, SampleColumns columns);
}
