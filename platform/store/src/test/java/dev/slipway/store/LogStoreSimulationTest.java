package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded runs of everything at once (groups of writers, failing transactions, compaction,
/// reopening, watches that keep up or fall behind) against a model of a few lines. The seed decides
/// what is done; how writers fall into groups is up to the scheduler.
@ExtendWith(SilentLog.class)
final class LogStoreSimulationTest {
    private static final Expected ANYTHING = new Expected.Anything();

    /// What a watch was told, to be compared with what the model knows.
    private record Reader(
            String prefix, long start, StoreWatch<String> watch, List<Change<String>> seen) {}

    /// Every change acknowledged; the one with revision `r` is at `r - 1`.
    private final List<Change<String>> model = new ArrayList<>();

    private final TreeMap<String, Entry<String>> state = new TreeMap<>();
    private final List<Reader> readers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void inMemory(long seed) throws Exception {
        MemoryJournal journal = new MemoryJournal();
        run(random(seed), 1_500, () -> journal);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void inSqlite(long seed, @TempDir Path folder) throws Exception {
        run(random(seed), 400, () -> SqliteJournal.open(folder, 1L << 30));
    }

    private void run(RandomGenerator random, int steps, Supplier<Journal> journals)
            throws Exception {
        LogStore<String> store = open(random, journals);
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(20)) {
                case 0 -> store.compact(random.nextLong(store.revision() + 1));
                case 1, 2 -> addReader(store, random);
                case 3 -> checkState(store);
                case 4, 5, 6 -> {
                    if (!readers.isEmpty()) {
                        Reader reader = readers.get(random.nextInt(readers.size()));
                        poll(reader, random.nextInt(1, 50));
                    }
                }
                case 7 -> {
                    if (random.nextInt(8) == 0) {
                        store = reopen(store, random, journals);
                    }
                }
                default -> write(store, random);
            }
        }
        reopen(store, random, journals).close();
        assertThat(model).hasSizeGreaterThan(steps);
    }

    private LogStore<String> reopen(
            LogStore<String> store, RandomGenerator random, Supplier<Journal> journals)
            throws InterruptedException {
        for (Reader reader : List.copyOf(readers)) {
            while (readers.contains(reader) && reader.watch.position() < store.revision()) {
                poll(reader, 1_000);
            }
        }
        readers.forEach(this::checkSeen);
        readers.clear();
        store.close();
        LogStore<String> opened = open(random, journals);
        checkState(opened);
        return opened;
    }

    private void write(LogStore<String> store, RandomGenerator random) throws Exception {
        int count = random.nextInt(1, 6);
        List<Future<@Nullable Change<String>>> writes = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                String key = "k" + random.nextInt(3) + "/" + random.nextInt(20);
                String value = random.nextInt(4) == 0 ? "" : "v" + random.nextInt();
                writes.add(writers.submit(() -> write(store, key, value)));
            }
        }
        List<Change<String>> changes = new ArrayList<>();
        for (Future<@Nullable Change<String>> write : writes) {
            Change<String> change = write.get();
            if (change != null) {
                changes.add(change);
            }
        }
        changes.sort(Comparator.comparingLong(Change::revision));
        changes.forEach(this::apply);
        assertThat(store.revision()).isEqualTo(model.size());
    }

    /// Returns what was changed, or null if nothing was, or the journal failed.
    private static @Nullable Change<String> write(
            LogStore<String> store, String key, String value) {
        try {
            if (value.isEmpty()) {
                return store.delete(key, ANYTHING);
            }
            Entry<String> entry = store.put(key, value.getBytes(UTF_8), ANYTHING);
            assertThat(requireNonNull(entry).index()).isEqualTo(value);
            return new Change<>(entry.revision(), key, null, entry);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    private void apply(Change<String> change) {
        assertThat(change.revision()).isEqualTo(model.size() + 1);
        Entry<String> current = change.current();
        Entry<String> previous =
                current == null ? state.remove(change.key()) : state.put(change.key(), current);
        if (current == null) {
            assertSame(change.previous(), previous);
        } else {
            long created = previous == null ? current.revision() : previous.createRevision();
            assertThat(current.createRevision()).isEqualTo(created);
        }
        model.add(new Change<>(change.revision(), change.key(), previous, current));
    }

    private void addReader(LogStore<String> store, RandomGenerator random) {
        long oldest = store.compactedRevision();
        long start = random.nextLong(oldest, store.revision() + 1);
        String prefix = List.of("", "k", "k1", "k1/1", "k2/7").get(random.nextInt(5));
        if (readers.size() < 10) {
            readers.add(new Reader(prefix, start, store.watch(prefix, start), new ArrayList<>()));
        }
    }

    private void poll(Reader reader, int max) throws InterruptedException {
        try {
            reader.seen.addAll(reader.watch.poll(max, Duration.ZERO));
        } catch (CompactedException e) {
            checkSeen(reader);
            readers.remove(reader);
            reader.watch.close();
        }
    }

    private void checkState(LogStore<String> store) {
        List<Entry<String>> found = store.snapshot().scan("", "").toList();
        List<Entry<String>> expected = List.copyOf(state.values());
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertSame(found.get(i), expected.get(i));
        }
        assertThat(store.snapshot().count("k1")).isEqualTo(state.subMap("k1", "k2").size());
    }

    private void checkSeen(Reader reader) {
        List<Change<String>> expected =
                model.subList((int) reader.start, (int) reader.watch.position()).stream()
                        .filter(change -> change.key().startsWith(reader.prefix))
                        .toList();
        assertThat(reader.seen).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(reader.seen.get(i).revision()).isEqualTo(expected.get(i).revision());
            assertSame(reader.seen.get(i).previous(), expected.get(i).previous());
            assertSame(reader.seen.get(i).current(), expected.get(i).current());
        }
    }

    private static void assertSame(
            @Nullable Entry<String> found, @Nullable Entry<String> expected) {
        assertThat(describe(found)).isEqualTo(describe(expected));
    }

    private static String describe(@Nullable Entry<String> entry) {
        return entry == null
                ? "none"
                : "%s=%s created %d at %d"
                        .formatted(
                                entry.key(),
                                entry.index(),
                                entry.createRevision(),
                                entry.revision());
    }

    private static LogStore<String> open(RandomGenerator random, Supplier<Journal> journals) {
        StoreConfig config =
                StoreConfig.defaults()
                        .withHistory(
                                new StoreConfig.History(
                                        random.nextInt(50, 500), Duration.ofHours(1)))
                        .withRecent(
                                new StoreConfig.Recent(
                                        random.nextInt(1, 100), random.nextLong(30_000)));
        RandomGenerator faults = random(random.nextLong());
        Runnable fail =
                () -> {
                    if (faults.nextInt(10) == 0) {
                        throw new StoreUnavailableException("Injected", null);
                    }
                };
        return LogStore.open(
                new FaultyJournal(journals.get(), fail),
                StoreContract::text,
                config,
                InstantSource.system());
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
