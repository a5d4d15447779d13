package dev.slipway.scrape;

import dev.slipway.controller.Time;
import dev.slipway.scrape.http.HttpTransports;
import dev.slipway.series.SeriesStore;
import java.util.concurrent.Executor;

/// What all loops share.
///
/// @param executor runs scrapes, each on a thread of its own
/// @param seed makes the offsets of this server others than those of its peers
/// @param texts what targets say of their metrics
record ScrapeContext(
        SeriesStore store,
        HttpTransports transports,
        Time time,
        Executor executor,
        long seed,
        SharedTexts texts) {}
