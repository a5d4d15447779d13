package dev.slipway.scrape;

/// What a target says cannot be taken, all of it.
final class ScrapeException extends RuntimeException {
    ScrapeException(String message) {
        super(message);
    }
}
