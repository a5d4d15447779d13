package dev.slipway.metric.http;

/// Takes bytes as they are made. For one thread.
interface ByteSink {
    /// Takes the first `length` bytes; the buffer may be used again afterwards. Blocks while the
    /// other side cannot take more, and throws [ClientGoneException] once it never will.
    void accept(byte[] buffer, int length);
}
