package dev.slipway.scrape;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.net.URI;
import java.time.Duration;

/// One place that exposes metrics.
///
/// @param discovered its labels before relabelling
/// @param labels those that its series get
public record Target(
        Labels discovered, Labels labels, URI url, Duration interval, Duration timeout) {
    public Target {
        requireNonNull(discovered, "discovered");
        requireNonNull(labels, "labels");
        requireNonNull(url, "url");
        requireNonNull(interval, "interval");
        requireNonNull(timeout, "timeout");
    }

    /// What a target must have in common with another to be the same: what it is scraped as, not
    /// how it was found.
    record Identity(Labels labels, URI url, Duration interval, Duration timeout) {}

    Identity identity() {
        return new Identity(labels, url, interval, timeout);
    }
}
