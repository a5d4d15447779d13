package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store does, whatever keeps its rows.
abstract class StoreContract {
    static final Expected ABSENT = new Expected.Absent();
    static final Expected ANYTHING = new Expected.Anything();
    static final Duration SOON = Duration.ofMillis(1);
    static final Duration LONG = Duration.ofSeconds(20);

    private Store<String> store;

    abstract Store<String> open(StoreConfig config);

    /// The index used by all tests: the value as text.
    static String text(String key, byte[] value) {
        return new String(value, UTF_8);
    }

    @BeforeEach
    void openStore() {
        store = open(StoreConfig.defaults());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void numbersWritesWithoutGap() {
        assertThat(store.revision()).isZero();

        Entry<String> first = put("a", "1");
        Entry<String> second = put("b", "2");
        Entry<String> again = put("a", "3");

        assertThat(first.revision()).isEqualTo(1);
        assertThat(second.revision()).isEqualTo(2);
        assertThat(again.revision()).isEqualTo(3);
        assertThat(again.createRevision()).isEqualTo(1);
        assertThat(store.revision()).isEqualTo(3);
    }

    @Test
    void writesAreVisibleWhenTheCallReturns() {
        put("a", "1");

        Entry<String> found = requireNonNull(store.snapshot().find("a"));

        assertThat(found.index()).isEqualTo("1");
        assertThat(found.value()).isEqualTo("1".getBytes(UTF_8));
    }

    @Test
    void snapshotsDoNotChange() {
        put("a", "1");
        Snapshot<String> before = store.snapshot();

        put("a", "2");
        put("b", "2");

        assertThat(before.revision()).isEqualTo(1);
        assertThat(before.scan("", "")).extracting(Entry::index).containsExactly("1");
        assertThat(before.count("")).isEqualTo(1);
    }

    @Test
    void refusesAWriteThatExpectsSomethingElse() {
        long revision = put("a", "1").revision();

        assertThatThrownBy(() -> put("a", "2", ABSENT))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.currentRevision()).isEqualTo(revision))
                .hasMessage("a: revision 1 (expected: absent)");
        assertThatThrownBy(() -> put("a", "2", new Expected.Revision(7)))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> put("b", "2", new Expected.Revision(1)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("b: absent (expected: revision 1)");
        assertThatThrownBy(() -> store.delete("b", new Expected.Revision(1)))
                .isInstanceOf(ConflictException.class);
        assertThat(store.revision()).isEqualTo(1);

        assertThat(put("a", "2", new Expected.Revision(revision)).revision()).isEqualTo(2);
    }

    @Test
    void deletesAndSaysWhatWasThere() {
        put("a", "1");

        Change<String> change = requireNonNull(store.delete("a", ANYTHING));

        assertThat(change.revision()).isEqualTo(2);
        assertThat(requireNonNull(change.previous()).index()).isEqualTo("1");
        assertThat(change.current()).isNull();
        assertThat(store.snapshot().find("a")).isNull();
        assertThat(store.delete("a", ANYTHING)).isNull();
        assertThat(store.delete("a", ABSENT)).isNull();
        assertThat(store.revision()).isEqualTo(2);
        assertThat(put("a", "2", ABSENT).createRevision()).isEqualTo(3);
    }

    @Test
    void scansUnderAPrefixAfterAKey() {
        for (String key : List.of("b/2", "a/1", "b/1", "b0", "b/3", "b")) {
            put(key, key);
        }
        Snapshot<String> snapshot = store.snapshot();

        assertThat(snapshot.scan("b/", ""))
                .extracting(Entry::key)
                .containsExactly("b/1", "b/2", "b/3");
        assertThat(snapshot.scan("b/", "b/1")).extracting(Entry::key).containsExactly("b/2", "b/3");
        assertThat(snapshot.scan("b/", "z")).isEmpty();
        assertThat(snapshot.count("b/")).isEqualTo(3);
        assertThat(snapshot.count("b")).isEqualTo(5);
        assertThat(snapshot.count("c")).isZero();
        assertThat(snapshot.count("")).isEqualTo(6);
    }

    @Test
    void keepsEmptyAndBinaryValues() {
        store.put("empty", new byte[0], ANYTHING);
        store.put("binary", new byte[] {0, -1, 127, -128}, ANYTHING);

        assertThat(requireNonNull(store.snapshot().find("empty")).value()).isEmpty();
        assertThat(requireNonNull(store.snapshot().find("binary")).value())
                .containsExactly(0, -1, 127, -128);
    }

    @Test
    void refusesWhatItCannotKeep() {
        assertThatThrownBy(() -> put("", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> put("a\0", "1")).hasMessageContaining("U+0000 at 1");
        assertThatThrownBy(() -> put("a\ud800", "1")).hasMessageContaining("U+D800 at 1");
        assertThatThrownBy(() -> put("a".repeat(1025), "1")).hasMessageContaining("1025");
        assertThatThrownBy(() -> store.put("a", new byte[(3 << 20) + 1], ANYTHING))
                .hasMessage("a: value of 3145729 bytes (expected: at most 3145728)");
        assertThat(put("é😀", "1").revision()).isEqualTo(1);
    }

    @Test
    void watchesFromARevisionOn() throws InterruptedException {
        put("a/1", "1");
        put("a/1", "2");
        put("b/1", "3");
        store.delete("a/1", ANYTHING);

        try (StoreWatch<String> watch = store.watch("a/", 1)) {
            List<Change<String>> changes = watch.poll(10, LONG);

            assertThat(changes).extracting(Change::revision).containsExactly(2L, 4L);
            assertThat(requireNonNull(changes.get(0).previous()).index()).isEqualTo("1");
            assertThat(requireNonNull(changes.get(0).current()).index()).isEqualTo("2");
            assertThat(requireNonNull(changes.get(1).previous()).index()).isEqualTo("2");
            assertThat(changes.get(1).current()).isNull();
            assertThat(watch.position()).isEqualTo(4);
            assertThat(watch.poll(10, SOON)).isEmpty();
        }
    }

    @Test
    void returnsAtMostAsManyChangesAsAskedFor() throws InterruptedException {
        IntStream.range(0, 5).forEach(i -> put("a", "" + i));

        try (StoreWatch<String> watch = store.watch("", 0)) {
            assertThat(watch.poll(2, LONG)).extracting(Change::revision).containsExactly(1L, 2L);
            assertThat(watch.position()).isEqualTo(2);
            assertThat(watch.poll(9, LONG)).hasSize(3);
        }
    }

    @Test
    void positionMovesOnWithChangesThatDoNotConcernTheWatch() throws InterruptedException {
        try (StoreWatch<String> watch = store.watch("a/", 0)) {
            put("b/1", "1");
            assertThat(watch.position()).isEqualTo(1);
            put("a/1", "1");
            put("b/1", "2");
            assertThat(watch.position()).isEqualTo(1);

            assertThat(watch.poll(10, LONG)).hasSize(1);
            assertThat(watch.position()).isEqualTo(3);
        }
    }

    @Test
    void wakesAWaitingWatch() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
                StoreWatch<String> watch = store.watch("a/", 0)) {
            Future<List<Change<String>>> polled = readers.submit(() -> watch.poll(10, LONG));
            put("b/1", "1");
            put("a/1", "1");
            assertThat(polled.get()).extracting(Change::key).containsExactly("a/1");
        }
    }

    @Test
    void endsWatchesWhenClosed() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            StoreWatch<String> first = store.watch("a/", 0);
            StoreWatch<String> second = store.watch("", 0);
            Future<?> firstPoll = readers.submit(() -> first.poll(10, LONG));
            Future<?> secondPoll = readers.submit(() -> second.poll(10, LONG));

            first.close();
            assertThatThrownBy(firstPoll::get).hasCauseInstanceOf(StoreClosedException.class);
            store.close();
            assertThatThrownBy(secondPoll::get).hasCauseInstanceOf(StoreClosedException.class);
            assertThatThrownBy(() -> put("a", "1")).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(() -> store.watch("", 0)).isInstanceOf(StoreClosedException.class);
        }
    }

    @Test
    void forgetsCompactedChangesButNotTheState() {
        put("a", "1");
        put("a", "2");
        put("b", "3");

        store.compact(2);

        assertThat(store.compactedRevision()).isEqualTo(2);
        assertThatThrownBy(() -> store.watch("", 1))
                .isInstanceOf(CompactedException.class)
                .hasMessageContaining("after revision 1");
        try (StoreWatch<String> watch = store.watch("", 2)) {
            assertThat(watch.position()).isEqualTo(2);
        }
        assertThat(store.snapshot().scan("", ""))
                .extracting(Entry::index)
                .containsExactly("2", "3");
        assertThatThrownBy(() -> store.compact(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsChangesThatHaveLeftMemory() throws InterruptedException {
        StoreConfig small = StoreConfig.defaults().withRecent(new StoreConfig.Recent(4, 1 << 20));
        try (Store<String> other = reopen(small);
                StoreWatch<String> watch = other.watch("a", 0)) {
            for (int i = 0; i < 50; i++) {
                String value = "" + i;
                other.put(i % 2 == 0 ? "a" : "b", value.getBytes(UTF_8), ANYTHING);
            }

            List<Change<String>> changes = watch.poll(100, LONG);

            assertThat(changes)
                    .extracting(Change::revision)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 25).mapToObj(i -> 2L * i + 1).toList());
            assertThat(requireNonNull(changes.get(1).previous()).index()).isEqualTo("0");
            assertThat(watch.position()).isEqualTo(50);
        }
    }

    @Test
    void oneOfTwoConflictingWritersWins() throws Exception {
        int rounds = 50;
        AtomicInteger created = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8 * rounds; i++) {
                String key = "k" + i % rounds;
                writers.execute(() -> {
                    try {
                        put(key, "v", ABSENT);
                        created.incrementAndGet();
                    } catch (ConflictException e) {
                        refused.incrementAndGet();
                    }
                });
            }
        }

        assertThat(created).hasValue(rounds);
        assertThat(refused).hasValue(7 * rounds);
        assertThat(store.revision()).isEqualTo(rounds);
    }

    @Test
    void countsUpUnderContentionWithoutLosingOne() throws Exception {
        int writersCount = 16;
        int each = 20;
        put("n", "0");
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < writersCount; w++) {
                writers.execute(() -> IntStream.range(0, each).forEach(i -> increment()));
            }
        }

        assertThat(requireNonNull(store.snapshot().find("n")).index())
                .isEqualTo("" + writersCount * each);
        assertThat(store.revision()).isEqualTo(1 + writersCount * each);
    }

    @Test
    void watchesSeeEverythingInOrderWhileManyWrite() throws Exception {
        // Little memory, so that some read from it and some from the journal.
        Store<String> busy =
                reopen(StoreConfig.defaults().withRecent(new StoreConfig.Recent(32, 1 << 20)));
        int writersCount = 8;
        int each = 150;
        long last = (long) writersCount * each;
        List<Future<List<Change<String>>>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int r = 0; r < 20; r++) {
                String prefix = r < 10 ? "" : "w" + r % writersCount + "/";
                StoreWatch<String> watch = busy.watch(prefix, 0);
                int max = 1 + 7 * r;
                readers.add(threads.submit(() -> readUpTo(last, watch, max)));
            }
            for (int w = 0; w < writersCount; w++) {
                String prefix = "w" + w + "/";
                threads.execute(
                        () -> IntStream.range(0, each).forEach(i -> put(prefix + i % 7, "" + i)));
            }
        }
        for (int r = 0; r < 20; r++) {
            List<Change<String>> seen = readers.get(r).get();
            assertThat(seen).hasSize(r < 10 ? (int) last : each);
            assertThat(seen).extracting(Change::revision).isSorted().doesNotHaveDuplicates();
        }
    }

    private static List<Change<String>> readUpTo(long revision, StoreWatch<String> watch, int max)
            throws InterruptedException {
        List<Change<String>> seen = new ArrayList<>();
        try (watch) {
            while (watch.position() < revision) {
                seen.addAll(watch.poll(max, Duration.ofMillis(5)));
            }
        }
        return seen;
    }

    /// Closes the store of this test and opens it, or an empty one, with other limits.
    final Store<String> reopen(StoreConfig config) {
        store.close();
        store = open(config);
        return store;
    }

    final Entry<String> put(String key, String value) {
        return put(key, value, ANYTHING);
    }

    final Entry<String> put(String key, String value, Expected expected) {
        return store.put(key, value.getBytes(UTF_8), expected);
    }

    final Store<String> store() {
        return store;
    }

    private void increment() {
        while (true) {
            Entry<String> found = requireNonNull(store.snapshot().find("n"));
            String next = "" + (Integer.parseInt(found.index()) + 1);
            try {
                put("n", next, new Expected.Revision(found.revision()));
                return;
            } catch (ConflictException e) {
                // Somebody was faster.
            }
        }
    }
}
