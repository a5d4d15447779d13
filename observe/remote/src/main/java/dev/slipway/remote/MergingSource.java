package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.series.MergedCursor;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesSource;
import dev.slipway.series.Utf8Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/// The embedded store, and remote ones for what it does not have. Where both have a sample for a
/// moment, the embedded one's counts. A remote store that cannot answer costs its samples and gives
/// a warning; the embedded one failing is a failure.
///
/// Thread-safe.
public final class MergingSource implements SeriesSource {
    private static final System.Logger LOG = System.getLogger(MergingSource.class.getName());

    private final SeriesSource embedded;
    private final LongSupplier embeddedStartMillis;
    private final List<RemoteSource> remotes;

    /// @param embeddedStartMillis from when on the embedded store has everything: a remote store
    ///   that does not read recent samples is asked for what is older
    public MergingSource(
            SeriesSource embedded, LongSupplier embeddedStartMillis, List<RemoteSource> remotes) {
        this.embedded = requireNonNull(embedded, "embedded");
        this.embeddedStartMillis = requireNonNull(embeddedStartMillis, "embeddedStartMillis");
        this.remotes = List.copyOf(remotes);
    }

    @Override
    public SeriesCursor select(Selection selection) {
        List<String> missing = new ArrayList<>();
        List<SeriesCursor> cursors = new ArrayList<>();
        cursors.add(embedded.select(selection));
        try {
            for (RemoteSource each : remotes) {
                asked(each, selection)
                        .ifPresent(asked -> cursors.add(remote(each, asked, missing)));
            }
        } catch (RuntimeException e) {
            cursors.forEach(SeriesCursor::close);
            throw e;
        }
        return cursors.size() == 1 ? cursors.getFirst() : new MergedCursor(cursors, missing);
    }

    @Override
    public List<Labels> series(Selection selection) {
        return all(selection, SeriesSource::series, new TreeSet<>());
    }

    @Override
    public List<String> labelNames(Selection selection) {
        return all(selection, SeriesSource::labelNames, new TreeSet<>(Utf8Order.COMPARATOR));
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return all(
                selection,
                (source, asked) -> source.labelValues(name, asked),
                new TreeSet<>(Utf8Order.COMPARATOR));
    }

    private <T> List<T> all(
            Selection selection,
            BiFunction<SeriesSource, Selection, List<T>> question,
            Collection<T> found) {
        found.addAll(question.apply(embedded, selection));
        for (RemoteSource each : remotes) {
            Optional<Selection> asked = asked(each, selection);
            if (asked.isPresent()) {
                try {
                    found.addAll(question.apply(each, asked.get()));
                } catch (SeriesException e) {
                    warn(e);
                }
            }
        }
        return List.copyOf(found);
    }

    /// What of a selection a remote store is asked for, if it is asked at all.
    private Optional<Selection> asked(RemoteSource remote, Selection selection) {
        if (!remote.answers(selection)) {
            return Optional.empty();
        }
        if (remote.config().readsRecent()) {
            return Optional.of(selection);
        }
        long startMillis = embeddedStartMillis.getAsLong();
        long endMillis = Math.min(selection.endMillis(), startMillis - 1);
        return startMillis <= selection.startMillis() || endMillis < selection.startMillis()
                ? Optional.empty()
                : Optional.of(
                        new Selection(selection.matchers(), selection.startMillis(), endMillis));
    }

    private static SeriesCursor remote(
            RemoteSource source, Selection selection, List<String> missing) {
        try {
            return source.select(selection);
        } catch (SeriesException e) {
            warn(e);
            missing.add(String.valueOf(e.getMessage()));
            return SeriesCursor.empty();
        }
    }

    private static void warn(SeriesException cause) {
        LOG.log(System.Logger.Level.WARNING, "Remote store not read cause={0}", cause.getMessage());
    }
}
