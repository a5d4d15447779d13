package dev.slipway.wire.otlp;

/// A data point, or a metric, is not acceptable; the others of the request are not concerned. Does
/// not leave this package.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
