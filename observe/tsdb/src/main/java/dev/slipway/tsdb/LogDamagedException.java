package dev.slipway.tsdb;

/// Bytes of the log are not what was written. Caught where the log is replayed.
final class LogDamagedException extends RuntimeException {
    LogDamagedException(String message) {
        super(message);
    }
}
