package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RuleEngineTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    /// Holds loops where they wait until [#go], and knows for when they wait.
    private static final class StepClock implements RuleClock {
        private final SynchronousQueue<Instant> waits = new SynchronousQueue<>();
        private final Semaphore permits = new Semaphore(0);
        private volatile Instant now = Simulation.START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void waitUntil(Instant time) throws InterruptedException {
            waits.put(time);
            permits.acquire();
        }

        void go() {
            permits.release();
        }

        Instant nextWait() throws InterruptedException {
            Instant time = waits.poll(10, TimeUnit.SECONDS);
            assertThat(time).isNotNull();
            return Objects.requireNonNull(time);
        }
    }

    private final StepClock clock = new StepClock();
    private final MemorySeries store = new MemorySeries();

    private RuleEngine engine(RuleQueries queries) {
        return new RuleEngine(RuleOptions.DEFAULT, queries, store, notices -> {}, clock);
    }

    private static RuleGroup group(String expression) {
        return Simulation.group("rules:\n- {record: r, expr: '" + expression + "'}");
    }

    @Test
    void evaluatesAtAlignedTimes() throws InterruptedException {
        try (RuleEngine engine = engine(new SmallQueries(store))) {
            engine.reload(List.of(group("1")));

            Instant first = clock.nextWait();
            clock.go();
            Instant second = clock.nextWait();

            assertThat(first).isBetween(Simulation.START, Simulation.START.plus(INTERVAL));
            assertThat(second).isEqualTo(first.plus(INTERVAL));
            assertThat(engine.groups())
                    .singleElement()
                    .returns(1L, group -> group.counts().evaluations())
                    .returns(first, GroupView::lastEvaluation);
        }
    }

    @Test
    void missesWhatCameTooSoonInsteadOfPilingUp() throws InterruptedException {
        RuleQueries slow =
                new RuleQueries() {
                    @Override
                    public List<Sample> evaluate(String expression, long timeMillis) {
                        clock.now = Instant.ofEpochMilli(timeMillis).plusSeconds(100);
                        return List.of();
                    }

                    @Override
                    public Optional<String> findProblem(String expression) {
                        return Optional.empty();
                    }
                };
        try (RuleEngine engine = engine(slow)) {
            engine.reload(List.of(group("1")));

            Instant first = clock.nextWait();
            clock.go();
            Instant second = clock.nextWait();

            assertThat(second).isEqualTo(first.plus(INTERVAL.multipliedBy(3)));
            assertThat(engine.groups().getFirst().counts().missed()).isEqualTo(2);
            assertThat(engine.groups().getFirst().lastTook())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(100));
        }
    }

    @Test
    void leavesUnchangedGroupsAloneAndEndsThoseThatAreGone() throws InterruptedException {
        try (RuleEngine engine = engine(new SmallQueries(store))) {
            engine.reload(List.of(group("1")));
            Instant first = clock.nextWait();
            clock.go();
            Instant second = clock.nextWait();

            engine.reload(List.of(group("1")));
            assertThat(engine.groups().getFirst().counts().evaluations()).isEqualTo(1);
            clock.go();
            assertThat(clock.nextWait()).isEqualTo(second.plus(INTERVAL));

            clock.now = second.plus(INTERVAL.multipliedBy(2));
            engine.reload(List.of());
            assertThat(engine.groups()).isEmpty();
            assertThat(samples(store, first)).endsWith("stale");
        }
    }

    @Test
    void refusesTwoGroupsOfOneName() {
        try (RuleEngine engine = engine(new SmallQueries(store))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.reload(List.of(group("1"), group("2"))))
                    .withMessage("group: g twice in rules.yml");
        }
    }

    @Test
    void spreadsGroupsOverTheInterval() {
        Random random = new Random(5);
        TreeSet<Long> offsets = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            long now = 1_700_000_000_000L + random.nextInt(100_000_000);
            int hash = ("file;group-" + i).hashCode();
            long first = GroupLoop.firstMillis(now, 60_000, hash);

            assertThat(first - now).isBetween(0L, 59_999L);
            assertThat(GroupLoop.firstMillis(first + 1, 60_000, hash)).isEqualTo(first + 60_000);
            offsets.add(first % 60_000 / 1000);
        }
        assertThat(offsets).hasSizeGreaterThan(50);
    }

    private static String samples(SeriesStore store, Instant from) {
        var columns = new SampleColumns();
        var selection = new Selection(List.of(), from.toEpochMilli(), Long.MAX_VALUE);
        try (var cursor = store.select(selection)) {
            assertThat(cursor.next()).isTrue();
            cursor.read(columns);
        }
        double last = columns.value(columns.size() - 1);
        return StaleMarker.is(last) ? "stale" : String.valueOf(last);
    }
}
