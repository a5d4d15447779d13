package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.promql.QueryException.Kind;
import dev.slipway.series.Labels;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QueueTest {
    private static final long GENEROUS_SECONDS = 60;

    private final LinkedBlockingQueue<QueryLog.Ended> ended = new LinkedBlockingQueue<>();
    private final PromqlEngine engine =
            new PromqlEngine(
                    EngineOptions.defaults()
                            .withLimits(QueryLimits.defaults().withConcurrency(1, 1)),
                    System::nanoTime,
                    ended::add);
    private final Gate gate = new Gate();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        gate.open.countDown();
        threads.close();
    }

    @Test
    void runsSoManyAtOnceAndLetsOthersWait() throws Exception {
        Future<QueryResult> first = ask("first");
        await(gate.entered);
        Future<QueryResult> second = ask("second");
        awaitActive(2);

        assertThat(engine.active())
                .extracting(ActiveQuery::text)
                .containsExactly("first", "second");
        assertThat(engine.active()).extracting(ActiveQuery::waiting).containsExactly(false, true);
        assertThatThrownBy(() -> engine.instant(gate, "third", 0))
                .isInstanceOf(QueryException.class)
                .hasMessage("too many queries: 1 run and 1 wait");

        gate.open.countDown();
        assertThat(first.get(GENEROUS_SECONDS, TimeUnit.SECONDS)).isNotNull();
        QueryResult result = second.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
        assertThat(result.statistics().waitedNanos()).isPositive();
        assertThat(engine.active()).isEmpty();
    }

    @Test
    void cancelsWhatRuns() throws Exception {
        Future<QueryResult> first = ask("first");
        await(gate.entered);

        assertThat(engine.cancel(engine.active().getFirst().id())).isTrue();
        assertThat(engine.cancel(4711)).isFalse();
        gate.open.countDown();

        assertThatThrownBy(() -> first.get(GENEROUS_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
        QueryLog.Ended entry = ended.poll(GENEROUS_SECONDS, TimeUnit.SECONDS);
        assertThat(entry).isNotNull();
        assertThat(failure(entry)).hasMessageContaining("canceled");
        assertThat(entry.text()).isEqualTo("first");
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws Exception {
        Future<QueryResult> first = ask("first");
        await(gate.entered);

        QueryOptions brief = new QueryOptions(Duration.ofMillis(1), null);
        assertThatThrownBy(() -> engine.instant(gate, "second", 0, brief))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessage("query timed out in query queue");
        gate.open.countDown();
        first.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
    }

    private Future<QueryResult> ask(String query) {
        return threads.submit(() -> engine.instant(gate, query, 0));
    }

    private static @Nullable QueryException failure(QueryLog.@Nullable Ended entry) {
        return entry == null ? null : entry.failure();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(GENEROUS_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitActive(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GENEROUS_SECONDS);
        while (engine.active().size() < count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /// One series that cannot be read before the gate is open.
    private static final class Gate implements SeriesSource {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public SeriesCursor select(Selection selection) {
            entered.countDown();
            try {
                await(open);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new OneSeries();
        }

        @Override
        public List<Labels> series(Selection selection) {
            return List.of();
        }

        @Override
        public List<String> labelNames(Selection selection) {
            return List.of();
        }

        @Override
        public List<String> labelValues(String name, Selection selection) {
            return List.of();
        }
    }

    private static final class OneSeries implements SeriesCursor {
        private boolean begun;

        @Override
        public boolean next() {
            boolean first = !begun;
            begun = true;
            return first;
        }

        @Override
        public Labels labels() {
            return Labels.of("__name__", "up");
        }

        @Override
        public void read(dev.slipway.series.SampleColumns columns) {
            columns.add(0, 1);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
