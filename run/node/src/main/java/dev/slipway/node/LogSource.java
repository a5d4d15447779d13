package dev.slipway.node;

import java.io.IOException;
import java.time.Instant;

/// The output of one container: bytes counted from its start, of which the oldest may be gone. Both
/// outputs are in it, in the order they were written. Stays readable until closed, even if the
/// container is removed. Thread-safe.
public interface LogSource extends AutoCloseable {
    /// The offset of the oldest byte still kept.
    long start() throws IOException;

    /// The offset behind the newest byte.
    long end() throws IOException;

    /// Reads up to `buffer.length` bytes at `offset`; 0 at the end. An offset that is gone reads as
    /// nothing too: begin at [#start()] again.
    int read(long offset, byte[] buffer) throws IOException;

    /// When the byte at `offset` was written, to within the interval at which output is looked at.
    Instant timeAt(long offset) throws IOException;

    /// The first offset written at or after `time`.
    long offsetAt(Instant time) throws IOException;

    @Override
    void close();
}
