package dev.slipway.scrape;

import dev.slipway.scrape.config.HistogramSettings;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.ByteKeyMap;
import dev.slipway.wire.ExpositionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings the samples of one target into the store, scrape after scrape.
///
/// What is known of each series is found by the bytes that name it, so that a scrape that brings
/// nothing new builds no labels. Series that are new are only made in the store once the whole
/// answer is known to be acceptable: a target that says too much each time, with other labels each
/// time, leaves nothing behind.
///
/// A series that was there in the scrape before and is missing now gets a marker of its end. So do
/// all of them when nothing can be taken of an answer. Only for the thread that scrapes.
final class SampleIntake {
    private static final long FUTURE_MILLIS = 10 * 60_000L;
    private static final int METADATA_EVERY = 10;

    /// A sample of a series that is not in the store yet.
    private record Pending(
            KnownSeries known,
            long timeMillis,
            double value,
            @Nullable FloatHistogram histogram,
            List<Exemplar> exemplars,
            @Nullable Metadata metadata) {}

    private final ScrapeConfig config;
    private final SampleLabels labels;
    private final SharedTexts texts;
    private final HistogramSettings histograms;
    private final ByteKeyMap<KnownSeries> series = new ByteKeyMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<String, Metadata> families = new HashMap<>();
    private final Set<Long> inherited;

    private volatile Map<String, Metadata> describedFamilies = Map.of();
    private int scrape = 1;
    private int seen;
    private boolean familiesChanged;
    private int familyCount;
    private @Nullable Metadata changedMetadata;

    /// `inherited`: series of another loop that this one goes on with, and of which it marks the
    /// end.
    SampleIntake(Labels target, ScrapeConfig config, SharedTexts texts, Set<Long> inherited) {
        this.texts = texts;
        this.config = config;
        this.labels = new SampleLabels(target, config);
        this.histograms = config.histograms();
        this.inherited = new HashSet<>(inherited);
    }

    /// Takes a whole answer. Throws [ScrapeException] or a reader's exception if it cannot be
    /// taken: then the transaction must be given up and [#takeNothing] be called with another.
    void take(ExpositionReader reader, Appender appender, long nowMillis, ScrapeCounts counts) {
        seen = 0;
        familyCount = 0;
        changedMetadata = null;
        pending.clear();
        long accepted = 0;
        long limit = config.limits().samples();
        while (reader.next()) {
            FloatHistogram histogram = reader.histogram();
            if (histogram != null && !histograms.scrapeNative()) {
                continue;
            }
            counts.scraped++;
            KnownSeries known = find(reader);
            if (!known.isDropped()) {
                counts.afterRelabelling++;
                double value = histogram == null ? reader.value() : histogram.sum();
                accepted += StaleMarker.is(value) ? 0 : 1;
                if (limit == 0 || accepted <= limit) {
                    append(reader, known, histogram, appender, nowMillis, counts);
                }
            }
        }
        if (limit > 0 && accepted > limit) {
            throw new ScrapeException(
                    "sample_limit exceeded (samples: %d, limit: %d)".formatted(accepted, limit));
        }
        for (Pending each : pending) {
            appendPending(each, appender, counts);
        }
        pending.clear();
        markEnded(appender, nowMillis);
        finish();
    }

    /// Marks everything as ended, since nothing is known any more.
    void takeNothing(Appender appender, long nowMillis) {
        pending.clear();
        int failed = scrape;
        int before = failed - 1;
        series.forEach((_, known) -> {
            if (known.reference >= 0 && known.isTrackedIn(before)) {
                appender.append(known.reference, nowMillis, StaleMarker.VALUE);
            }
            known.untrack(failed);
        });
        inherited.forEach(each -> appender.append(each, nowMillis, StaleMarker.VALUE));
        inherited.clear();
        series.removeIf(known -> known.firstScrape == failed);
        scrape++;
    }

    /// After the store has failed: goes on as if there had been no scrape, except that what was
    /// there before it is not marked as ended any more.
    void skip() {
        pending.clear();
        int failed = scrape;
        series.forEach((_, known) -> known.untrack(failed));
        series.removeIf(known -> known.firstScrape == failed);
        scrape++;
    }

    /// The references of series whose end would be marked if they were missing in the next scrape.
    Set<Long> tracked() {
        Set<Long> tracked = new HashSet<>(inherited);
        series.forEach((_, known) -> {
            if (known.reference >= 0 && known.endedAfter(scrape - 1)) {
                tracked.add(known.reference);
            }
        });
        return tracked;
    }

    /// What the target has said of its metrics, by family. For any thread.
    Map<String, Metadata> families() {
        return describedFamilies;
    }

    private KnownSeries find(ExpositionReader reader) {
        byte[] bytes = reader.seriesBytes();
        KnownSeries known = series.find(bytes, reader.seriesStart(), reader.seriesEnd());
        boolean isNew = known == null;
        if (known == null) {
            Labels kept = labels.of(reader.labels(), reader.valuelessLabels());
            known = new KnownSeries(kept, scrape);
            series.put(bytes, reader.seriesStart(), reader.seriesEnd(), known);
        }
        if (known.lastScrape != scrape) {
            known.lastScrape = scrape;
            seen++;
        }
        if (!known.isDropped()) {
            describe(reader, isNew);
        }
        return known;
    }

    /// What is said of a metric hardly ever changes, so it is only looked at now and then.
    private void describe(ExpositionReader reader, boolean isNew) {
        boolean other = reader.familyCount() != familyCount;
        if (!other || (!isNew && scrape % METADATA_EVERY != 0)) {
            return;
        }
        familyCount = reader.familyCount();
        Metadata metadata = texts.of(reader.metadata());
        Metadata before = families.put(texts.of(reader.family()), metadata);
        changedMetadata = metadata.equals(before) ? null : metadata;
        familiesChanged |= changedMetadata != null;
    }

    private void append(
            ExpositionReader reader,
            KnownSeries known,
            @Nullable FloatHistogram histogram,
            Appender appender,
            long nowMillis,
            ScrapeCounts counts) {
        boolean timed = reader.hasTimestamp() && config.honorTimestamps();
        long time = timed ? reader.timestampMillis() : nowMillis;
        if (time > nowMillis + FUTURE_MILLIS) {
            counts.rejected++;
            return;
        }
        if (!timed || config.trackTimestampsStaleness()) {
            known.track(scrape);
        }
        FloatHistogram fitting = histogram == null ? null : fitting(histogram);
        List<Exemplar> exemplars = reader.hasExemplars() ? reader.exemplars(time) : List.of();
        if (known.reference >= 0) {
            Outcome outcome =
                    fitting == null
                            ? appender.append(known.reference, time, reader.value())
                            : appender.append(known.reference, time, fitting);
            if (outcome != Outcome.UNKNOWN_SERIES) {
                counts.rejected += outcome == Outcome.ACCEPTED ? 0 : 1;
                addRest(known, exemplars, changedMetadata, appender);
                return;
            }
            // The store has forgotten it, as it may: it is made again.
            known.reference = KnownSeries.NEW;
            known.labels = labels.of(reader.labels(), reader.valuelessLabels());
        }
        pending.add(
                new Pending(known, time, reader.value(), fitting, exemplars, reader.metadata()));
    }

    private void appendPending(Pending sample, Appender appender, ScrapeCounts counts) {
        KnownSeries known = sample.known();
        Labels made = known.labels;
        boolean isNew = made != null;
        if (made != null) {
            known.reference = appender.series(made);
            known.labels = null;
        }
        FloatHistogram histogram = sample.histogram();
        Outcome outcome =
                histogram == null
                        ? appender.append(known.reference, sample.timeMillis(), sample.value())
                        : appender.append(known.reference, sample.timeMillis(), histogram);
        counts.rejected += outcome == Outcome.ACCEPTED ? 0 : 1;
        counts.added += isNew && outcome == Outcome.ACCEPTED && known.firstScrape == scrape ? 1 : 0;
        addRest(known, sample.exemplars(), isNew ? sample.metadata() : null, appender);
    }

    private static void addRest(
            KnownSeries known,
            List<Exemplar> exemplars,
            @Nullable Metadata metadata,
            Appender appender) {
        for (Exemplar exemplar : exemplars) {
            appender.append(known.reference, exemplar);
        }
        if (metadata != null) {
            appender.describe(known.reference, metadata);
        }
    }

    private FloatHistogram fitting(FloatHistogram histogram) {
        return HistogramFitting.of(
                histogram, histograms.minBucketFactor(), config.limits().histogramBuckets());
    }

    private void markEnded(Appender appender, long nowMillis) {
        if (seen < series.size() || !inherited.isEmpty()) {
            int before = scrape - 1;
            series.forEach((_, known) -> {
                inherited.remove(known.reference);
                if (known.reference >= 0 && known.endedAfter(before)) {
                    appender.append(known.reference, nowMillis, StaleMarker.VALUE);
                }
            });
            inherited.forEach(each -> appender.append(each, nowMillis, StaleMarker.VALUE));
            inherited.clear();
        }
    }

    private void finish() {
        if (seen < series.size()) {
            int current = scrape;
            series.removeIf(known -> known.lastScrape != current);
        }
        if (familiesChanged) {
            describedFamilies = Map.copyOf(families);
            familiesChanged = false;
        }
        scrape++;
    }
}
