package dev.slipway.metric;

/// The metrics cannot be set up as asked for; the message says what is wrong and where.
public final class MetricsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetricsException(String message) {
        super(message);
    }

    public MetricsException(String message, Throwable cause) {
        super(message, cause);
    }
}
