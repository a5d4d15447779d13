package dev.slipway.tsdb.chunk;

/// The bytes are no chunk. Whoever knows where they came from says so in an exception of its own.
public final class ChunkException extends RuntimeException {
    ChunkException(String message) {
        super(message);
    }
}
