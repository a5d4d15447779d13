package dev.slipway.scrape.config;

/// Which histograms are taken, and in which form.
///
/// @param scrapeNative take native histograms, and ask for the format that has them
/// @param alwaysClassic also take the buckets of histograms that have a native form
/// @param convertClassic store classic histograms as native ones with custom buckets
/// @param minBucketFactor make buckets that grow by less than this coarser; 0 for any
public record HistogramSettings(
        boolean scrapeNative,
        boolean alwaysClassic,
        boolean convertClassic,
        double minBucketFactor) {
    public static final HistogramSettings DEFAULT = new HistogramSettings(false, false, false, 0);
}
