package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A store whose accepted samples also go to remote destinations. Reads are the store's own.
///
/// A transaction goes into the queues before the store commits it: if the process ends between the
/// two, the destinations have samples that the store has not, never the other way round.
///
/// It remembers how series are called by their references, those in use only: an appender that
/// comes with a reference that is forgotten is told so, as the contract of [Appender] allows.
public final class ForwardingStore implements SeriesStore {
    /// Two generations, each of this size before the older one is forgotten.
    private static final int GENERATION = 1 << 20;

    private final SeriesStore store;
    private final List<RemoteWrite> destinations;
    private volatile Map<Long, Outgoing> young = new ConcurrentHashMap<>();
    private volatile Map<Long, Outgoing> old = new ConcurrentHashMap<>();

    /// @param names by destination, null where the series is not sent
    record Outgoing(@Nullable Labels[] names) {}

    public ForwardingStore(SeriesStore store, List<RemoteWrite> destinations) {
        this.store = requireNonNull(store, "store");
        this.destinations = List.copyOf(destinations);
    }

    @Override
    public Appender appender() {
        List<RemoteBatch> batches = destinations.stream().map(RemoteWrite::batch).toList();
        return new ForwardingAppender(this, store.appender(), batches);
    }

    @Override
    public SeriesCursor select(Selection selection) {
        return store.select(selection);
    }

    @Override
    public List<Labels> series(Selection selection) {
        return store.series(selection);
    }

    @Override
    public List<String> labelNames(Selection selection) {
        return store.labelNames(selection);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return store.labelValues(name, selection);
    }

    /// Null if it is not known, or not any more.
    @Nullable Outgoing outgoing(long reference) {
        Outgoing found = young.get(reference);
        if (found == null) {
            found = old.get(reference);
            if (found != null) {
                keep(reference, found);
            }
        }
        return found;
    }

    void meet(long reference, Labels labels) {
        if (outgoing(reference) == null) {
            @Nullable Labels[] names = new Labels[destinations.size()];
            for (int i = 0; i < names.length; i++) {
                names[i] = destinations.get(i).outgoing(labels).orElse(null);
            }
            keep(reference, new Outgoing(names));
        }
    }

    void forget(long reference) {
        young.remove(reference);
        old.remove(reference);
    }

    private void keep(long reference, Outgoing outgoing) {
        young.put(reference, outgoing);
        if (young.size() >= GENERATION) {
            rotate();
        }
    }

    private synchronized void rotate() {
        if (young.size() >= GENERATION) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
