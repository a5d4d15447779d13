package dev.slipway.scrape;

/// What one scrape brought. For the thread that scrapes.
final class ScrapeCounts {
    long scraped;
    long afterRelabelling;
    long added;
    long rejected;
    long bodyBytes;
}
