package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What can only be seen from inside: when the journal is asked, and what happens if it fails.
@ExtendWith(SilentLog.class)
final class LogStoreTest {
    private static final Expected ANYTHING = new Expected.Anything();
    private static final byte[] VALUE = {1};

    @Test
    void answersAndPublishesOnlyWhenTheJournalHasReturned() throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore allowed = new Semaphore(0);
        Runnable hook =
                () -> {
                    asked.release();
                    allowed.acquireUninterruptibly();
                };
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
                LogStore<Integer> store = open(hook);
                StoreWatch<Integer> watch = store.watch("", 0)) {
            Future<Entry<Integer>> put = writers.submit(() -> store.put("a", VALUE, ANYTHING));
            asked.acquire();

            assertThat(put.isDone()).isFalse();
            assertThat(store.revision()).isZero();
            assertThat(store.snapshot().find("a")).isNull();
            assertThat(watch.poll(1, Duration.ZERO)).isEmpty();

            allowed.release();
            assertThat(put.get().revision()).isEqualTo(1);
            assertThat(store.revision()).isEqualTo(1);
            assertThat(watch.poll(1, Duration.ZERO)).hasSize(1);
        }
    }

    @Test
    void groupsWritersThatWaitIntoOneTransaction() throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore allowed = new Semaphore(0);
        Runnable hook =
                () -> {
                    asked.release();
                    allowed.acquireUninterruptibly();
                };
        try (LogStore<Integer> store = open(hook)) {
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                writers.execute(() -> store.put("first", VALUE, ANYTHING));
                asked.acquire();
                CountDownLatch calling = new CountDownLatch(20);
                for (int i = 0; i < 20; i++) {
                    String key = "k" + i;
                    writers.execute(() -> {
                        calling.countDown();
                        store.put(key, VALUE, ANYTHING);
                    });
                }
                calling.await();
                allowed.release(21);
            }
            assertThat(store.revision()).isEqualTo(21);
            assertThat(asked.availablePermits()).isLessThan(20);
        }
    }

    @Test
    void aFailedTransactionLeavesNothingBehind() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Runnable hook =
                () -> {
                    if (broken.get()) {
                        throw new StoreUnavailableException("Disk full", null);
                    }
                };
        try (LogStore<Integer> store = open(hook)) {
            store.put("a", VALUE, ANYTHING);
            broken.set(true);

            List<Future<Entry<Integer>>> puts = new ArrayList<>();
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 30; i++) {
                    String key = "k" + i % 3;
                    puts.add(writers.submit(() -> store.put(key, VALUE, new Expected.Absent())));
                }
            }
            assertThat(puts)
                    .allSatisfy(put ->
                            assertThatThrownBy(put::get)
                                    .isInstanceOf(ExecutionException.class)
                                    .hasCauseInstanceOf(StoreUnavailableException.class)
                                    .hasMessageContaining("Disk full"));
            assertThat(store.revision()).isEqualTo(1);
            assertThat(store.snapshot().count("")).isEqualTo(1);

            broken.set(false);
            assertThat(store.put("k0", VALUE, new Expected.Absent()).revision()).isEqualTo(2);
        }
    }

    @Test
    void survivesAnUnexpectedFailureOfTheJournal() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Runnable hook =
                () -> {
                    if (broken.getAndSet(false)) {
                        throw new IllegalStateException("Surprise");
                    }
                };
        try (LogStore<Integer> store = open(hook)) {
            assertThatThrownBy(() -> store.put("a", VALUE, ANYTHING))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("Surprise");
            assertThat(store.put("a", VALUE, ANYTHING).revision()).isEqualTo(1);
        }
    }

    @Test
    void aWriteWaitsForItsPlaceInTheQueueOnlySoLong() throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore allowed = new Semaphore(0);
        Runnable hook =
                () -> {
                    asked.release();
                    allowed.acquireUninterruptibly();
                };
        StoreConfig config =
                StoreConfig.defaults()
                        .withWrites(
                                new StoreConfig.Writes(
                                        1, Duration.ofMillis(1), 10, 1 << 20, 1 << 20));
        int count = 5;
        CountDownLatch refused = new CountDownLatch(count - 2);
        try (LogStore<Integer> store = open(new MemoryJournal(), hook, config)) {
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                writers.execute(() -> store.put("a", VALUE, ANYTHING));
                asked.acquire();
                // One is being written and one is queued: the others find no place.
                for (int i = 1; i < count; i++) {
                    writers.execute(() -> {
                        try {
                            store.put("a", VALUE, ANYTHING);
                        } catch (StoreUnavailableException e) {
                            assertThat(e).hasMessageContaining("a queue of 1");
                            refused.countDown();
                        }
                    });
                }
                refused.await();
                allowed.release(count);
            }
            assertThat(store.revision()).isEqualTo(2);
        }
    }

    @Test
    void dropsHistoryBeyondItsCountAndKeepsTheRest() throws InterruptedException {
        StoreConfig config =
                StoreConfig.defaults()
                        .withHistory(new StoreConfig.History(100, Duration.ofHours(1)))
                        .withRecent(new StoreConfig.Recent(1, 0));
        try (LogStore<Integer> store = open(new MemoryJournal(), () -> {}, config)) {
            for (int i = 0; i < 1_000; i++) {
                store.put("k" + i % 10, VALUE, ANYTHING);
            }

            assertThat(store.compactedRevision()).isBetween(850L, 900L);
            try (StoreWatch<Integer> watch = store.watch("", 900)) {
                assertThat(watch.poll(1_000, Duration.ZERO)).hasSize(100);
            }
            try (StoreWatch<Integer> early = store.watch("", store.compactedRevision())) {
                for (int i = 0; i < 1_000; i++) {
                    store.put("k" + i % 10, VALUE, ANYTHING);
                }
                assertThatThrownBy(() -> early.poll(10, Duration.ZERO))
                        .isInstanceOf(CompactedException.class);
            }
        }
    }

    @Test
    void dropsHistoryThatIsTooOld() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        StoreConfig config =
                StoreConfig.defaults()
                        .withHistory(new StoreConfig.History(100_000, Duration.ofMinutes(10)));
        try (LogStore<Integer> store =
                LogStore.open(new MemoryJournal(), (k, v) -> 0, config, now::get)) {
            for (int minute = 1; minute <= 30; minute++) {
                now.set(Instant.EPOCH.plus(Duration.ofMinutes(minute)).plusSeconds(minute));
                store.put("k", VALUE, ANYTHING);
            }
            // At 30:30 what was written before 20:30 is too old; that was revision 20.
            assertThat(store.compactedRevision()).isEqualTo(20);
        }
    }

    @Test
    void timesOfRowsNeverGoBack() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(5_000));
        MemoryJournal journal = new MemoryJournal();
        for (int i = 0; i < 3; i++) {
            try (LogStore<Integer> store =
                    LogStore.open(journal, (k, v) -> 0, StoreConfig.defaults(), now::get)) {
                store.put("k" + i, VALUE, ANYTHING);
                now.set(now.get().minusSeconds(1));
            }
        }
        List<Long> times = new ArrayList<>();
        journal.replay(row -> times.add(row.timeMillis()));
        assertThat(times).containsExactly(5_000L, 5_000L, 5_000L);
    }

    private static LogStore<Integer> open(Runnable beforeAppend) {
        return open(new MemoryJournal(), beforeAppend, StoreConfig.defaults());
    }

    private static LogStore<Integer> open(
            Journal journal, Runnable beforeAppend, StoreConfig config) {
        return LogStore.open(
                new FaultyJournal(journal, beforeAppend),
                (key, value) -> value.length,
                config,
                InstantSource.system());
    }
}
