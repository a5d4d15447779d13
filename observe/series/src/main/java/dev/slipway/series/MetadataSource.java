package dev.slipway.series;

import java.util.Map;

/// Where it is read what metrics are. Thread-safe. May throw [SeriesException] if the source cannot
/// answer.
public interface MetadataSource {
    /// What was said last of each metric, by the name of its family
    /// (`http_request_duration_seconds` rather than `…_bucket`), sorted.
    Map<String, Metadata> metadata();
}
