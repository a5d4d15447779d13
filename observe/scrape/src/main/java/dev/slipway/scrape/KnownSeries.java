package dev.slipway.scrape;

import dev.slipway.series.Labels;
import org.jspecify.annotations.Nullable;

/// What a loop remembers of a series that its target exposes: one for each series, so there is as
/// little of it as will do. Scrapes are counted from 1. Only for the loop's own thread.
final class KnownSeries {
    static final long NEW = -1;
    static final long DROPPED = -2;

    /// In the store; or [#NEW], or [#DROPPED].
    long reference;

    /// Until the series is in the store.
    @Nullable Labels labels;

    final int firstScrape;
    int lastScrape;

    /// The last scrape after which its end would be marked, and the one before that.
    private int tracked = -1;

    private int trackedBefore = -1;

    KnownSeries(@Nullable Labels labels, int scrape) {
        this.labels = labels;
        this.reference = labels == null ? DROPPED : NEW;
        this.firstScrape = scrape;
    }

    boolean isDropped() {
        return reference == DROPPED;
    }

    void track(int scrape) {
        if (tracked != scrape) {
            trackedBefore = tracked;
            tracked = scrape;
        }
    }

    /// Whether it was there until this scrape and is to be marked as ended when it is missing in
    /// the next.
    boolean isTrackedIn(int scrape) {
        return tracked == scrape || (trackedBefore == scrape && tracked == scrape + 1);
    }

    boolean endedAfter(int scrape) {
        return tracked == scrape;
    }

    /// Forgets that it was there in a scrape of which nothing was stored.
    void untrack(int scrape) {
        if (tracked == scrape) {
            tracked = trackedBefore;
        }
    }
}
