package dev.slipway.scrape.config;

/// How much a target may say; one that says more is not believed at all. 0 means no limit.
///
/// @param bodyBytes after decompression
/// @param samples left after relabelling
/// @param labels of one series
/// @param targets of a whole scrape config
/// @param keptDroppedTargets how many dropped targets are remembered to be shown
/// @param histogramBuckets of a native histogram, which is made coarser if it has more
public record ScrapeLimits(
        long bodyBytes,
        long samples,
        long labels,
        long labelNameLength,
        long labelValueLength,
        long targets,
        long keptDroppedTargets,
        long histogramBuckets) {
    public static final ScrapeLimits NONE = new ScrapeLimits(0, 0, 0, 0, 0, 0, 0, 0);
}
