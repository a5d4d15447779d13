package dev.slipway.store;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The store over any [Journal].
///
/// Writers queue; one thread, the [Committer], takes all that wait, decides them one after the
/// other, has the journal make their rows durable in one transaction, publishes the result and only
/// then answers. Readers take the published state, one reference, and never meet a lock. The lock
/// here is for watches that come and go.
final class LogStore<I> implements Store<I>, Committer.Target<I> {
    static final int KEY_CHARS_MAX = 1_024;
    private static final int HISTORY_PAGE_MAX = 500;

    private final Journal journal;
    private final Indexer<I> indexer;
    private final StoreConfig config;
    private final RecentChanges<I> recent;
    private final Committer<I> committer;
    private final Announcer announcer = new Announcer();
    private final ReentrantLock watchLock = new ReentrantLock();

    @GuardedBy("watchLock")
    private final Topics topics = new Topics();

    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile TreeSnapshot<I> state;
    private volatile boolean open = true;

    private LogStore(
            Journal journal,
            Indexer<I> indexer,
            StoreConfig config,
            InstantSource clock,
            TreeSnapshot<I> state) {
        this.journal = journal;
        this.indexer = indexer;
        this.config = config;
        this.state = state;
        this.recent = new RecentChanges<>(config.recent(), state.revision());
        this.committer = new Committer<>(this, journal, config, clock);
    }

    /// Takes over the journal: it is closed with the store, or at once if opening fails.
    static <I> LogStore<I> open(
            Journal journal, Indexer<I> indexer, StoreConfig config, InstantSource clock) {
        try {
            Replay replay = new Replay(journal);
            TreeSnapshot<I> state = replay.state(indexer);
            LogStore<I> store = new LogStore<>(journal, indexer, config, clock, state);
            store.committer.start(replay.newestMillis());
            return store;
        } catch (RuntimeException | Error e) {
            try (journal) {
                throw e;
            }
        }
    }

    @Override
    public long revision() {
        return state.revision();
    }

    @Override
    public long compactedRevision() {
        return Math.max(committer.compactionRequested(), journal.compacted());
    }

    @Override
    public Snapshot<I> snapshot() {
        return state;
    }

    @Override
    public Entry<I> put(String key, byte[] value, Expected expected) {
        checkKey(key);
        if (value.length > config.writes().valueBytesMax()) {
            throw new IllegalArgumentException(
                    "%s: value of %d bytes (expected: at most %d)"
                            .formatted(key, value.length, config.writes().valueBytesMax()));
        }
        I index = indexer.index(key, value);
        Change<I> change = commit(PendingWrite.put(key, value, index, expected));
        return requireNonNull(requireNonNull(change).current());
    }

    @Override
    public @Nullable Change<I> delete(String key, Expected expected) {
        checkKey(key);
        return commit(PendingWrite.delete(key, expected));
    }

    @Override
    public StoreWatch<I> watch(String prefix, long afterRevision) {
        checkOpen();
        if (afterRevision < compactedRevision()) {
            throw compacted(afterRevision);
        }
        watchLock.lock();
        try {
            Topic topic = topics.join(prefix, state.revision());
            LogWatch<I> watch = new LogWatch<>(this, topic, afterRevision);
            topic.watches.add(watch);
            return watch;
        } finally {
            watchLock.unlock();
        }
    }

    @Override
    public void compact(long revision) {
        checkOpen();
        if (revision > revision()) {
            throw new IllegalArgumentException(
                    "revision: %d (expected: at most %d)".formatted(revision, revision()));
        }
        committer.compact(revision);
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        committer.close();
        open = false;
        topics().forEach(Topic::wake);
        announcer.close();
        journal.close();
    }

    @Override
    public TreeSnapshot<I> state() {
        return state;
    }

    @Override
    public void publish(TreeSnapshot<I> next, List<Change<I>> changes) {
        Set<Topic> concerned;
        watchLock.lock();
        try {
            recent.add(changes);
            concerned = topics.mark(changes);
            state = next;
        } finally {
            watchLock.unlock();
        }
        announcer.announce(concerned);
    }

    boolean isOpen() {
        return open;
    }

    void checkOpen() {
        if (!open) {
            throw new StoreClosedException("The store is closed", null);
        }
    }

    RecentChanges<I> recent() {
        return recent;
    }

    /// Reads changes that have left memory, and returns the revision up to which there are no
    /// others.
    long readHistory(String prefix, long after, long through, int max, List<Change<I>> found) {
        Journal.Page page = journal.read(prefix, after, through, Math.min(max, HISTORY_PAGE_MAX));
        if (journal.compacted() > after) {
            throw compacted(after);
        }
        for (Journal.Step step : page.steps()) {
            found.add(Replay.change(step, indexer));
        }
        return page.through();
    }

    void leave(LogWatch<I> watch, Topic topic) {
        watchLock.lock();
        try {
            if (topic.watches.remove(watch)) {
                topics.leave(topic);
            }
        } finally {
            watchLock.unlock();
        }
    }

    private @Nullable Change<I> commit(PendingWrite<I> write) {
        return switch (committer.commit(write)) {
            case PendingWrite.Outcome.Written<I>(Change<I> change) -> change;
            case PendingWrite.Outcome.Unchanged<I>() -> null;
            case PendingWrite.Outcome.Conflicted<I>(long current) ->
                    throw new ConflictException(write.key(), current, write.expected());
            case PendingWrite.Outcome.Failed<I>(StoreUnavailableException cause) ->
                    throw new StoreUnavailableException(String.valueOf(cause.getMessage()), cause);
        };
    }

    private List<Topic> topics() {
        watchLock.lock();
        try {
            return topics.all();
        } finally {
            watchLock.unlock();
        }
    }

    private CompactedException compacted(long after) {
        return new CompactedException(
                "Changes after revision %d are no longer kept (kept: those after %d)"
                        .formatted(after, compactedRevision()),
                null);
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "Key of %d characters (expected: 1-%d)".formatted(key.length(), KEY_CHARS_MAX));
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean paired =
                    Character.isHighSurrogate(c)
                            && i + 1 < key.length()
                            && Character.isLowSurrogate(key.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !paired)) {
                throw new IllegalArgumentException(
                        "Key %s: U+%04X at %d (expected: text)".formatted(key, (int) c, i));
            }
            i += paired ? 1 : 0;
        }
    }
}
