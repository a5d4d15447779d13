package dev.slipway.evidence.prometheus;

/// A Prometheus did not answer, or not what was asked. The message goes on after the word
/// Prometheus.
public final class PrometheusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PrometheusException(String message) {
        super(message);
    }
}
