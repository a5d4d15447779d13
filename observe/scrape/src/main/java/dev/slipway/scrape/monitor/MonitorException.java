package dev.slipway.scrape.monitor;

/// An object cannot be made a job; says why.
final class MonitorException extends RuntimeException {
    MonitorException(String message) {
        super(message);
    }
}
