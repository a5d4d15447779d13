package dev.slipway.scrape.http;

import org.jspecify.annotations.Nullable;

/// A whole answer, decompressed. The bytes are the receiver's own; only the first `length` count.
public record HttpAnswer(int status, @Nullable String contentType, byte[] body, int length) {}
