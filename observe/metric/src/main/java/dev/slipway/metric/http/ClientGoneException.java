package dev.slipway.metric.http;

/// Whoever asked no longer listens: nothing is to be answered.
final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;
}
