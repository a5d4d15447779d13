package dev.slipway.tsdb.chunk;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.MemorySegment;

/// A finished chunk: samples of one series from the first to the last time, both included. The data
/// are what stands on disk between the encoding's number and the checksum, and are not to be
/// changed.
public record Chunk(Encoding encoding, long minMillis, long maxMillis, MemorySegment data) {
    public Chunk {
        requireNonNull(encoding, "encoding");
        requireNonNull(data, "data");
    }
}
