package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompactionPlannerTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    private final CompactionPlanner planner = CompactionPlanner.ofRetention(15 * DAY);

    @Test
    void makesBlocksThreeTimesAsLongUpToATenthOfTheRetention() {
        assertThat(planner.rangesMillis()).containsExactly(2 * HOUR, 6 * HOUR, 18 * HOUR);
        assertThat(CompactionPlanner.ofRetention(10 * 365 * DAY).rangesMillis().getLast())
                .isEqualTo(486 * HOUR);
        assertThat(CompactionPlanner.ofRetention(HOUR).rangesMillis()).containsExactly(2 * HOUR);
    }

    @Test
    void mergesAWindowThatIsFull() {
        assertThat(planned(block(0, 2), block(2, 4), block(4, 6), block(6, 8)))
                .containsExactly("0-2", "2-4", "4-6");
    }

    @Test
    void waitsForAWindowThatMayStillGrow() {
        assertThat(planned(block(0, 2), block(2, 4), block(4, 6))).isEmpty();
    }

    @Test
    void mergesAWindowWithGapsOnceItIsPast() {
        assertThat(planned(block(0, 2), block(4, 6), block(6, 8))).containsExactly("0-2", "4-6");
    }

    @Test
    void mergesOverlappingBlocksFirst() {
        assertThat(planned(block(0, 2), block(2, 4), block(3, 5), block(4, 6), block(6, 8)))
                .containsExactly("2-4", "3-5", "4-6");
    }

    @Test
    void goesOnToTheNextLevel() {
        assertThat(planned(block(0, 6), block(6, 12), block(12, 18), block(18, 20)))
                .containsExactly("0-6", "6-12", "12-18");
    }

    @Test
    void rewritesALargeBlockWithManyDeletions() {
        BlockMeta deleted = block(0, 18).withTombstones(6);
        assertThat(planned(deleted, block(18, 20))).containsExactly("0-18");
        assertThat(planned(block(0, 18).withTombstones(5), block(18, 20))).isEmpty();
    }

    @Test
    void leavesBlocksThatCannotBeMerged() {
        assertThat(planned(block(0, 2).withFailed(), block(2, 4), block(6, 8))).isEmpty();
    }

    @Test
    void comesToAnEnd() {
        List<BlockMeta> blocks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            blocks.add(block(2L * i, 2L * i + 2));
            List<BlockMeta> plan = planner.plan(blocks);
            while (!plan.isEmpty()) {
                blocks.removeAll(plan);
                blocks.add(
                        block(
                                plan.getFirst().minMillis() / HOUR,
                                plan.getLast().maxMillis() / HOUR));
                plan = planner.plan(blocks);
            }
        }
        assertThat(blocks).hasSizeLessThan(30);
    }

    @Test
    void dropsWhatIsTooOld() {
        assertThat(
                        Retention.byTime(
                                List.of(block(0, 2), block(2, 4), block(10, 12)),
                                8 * HOUR,
                                Long.MAX_VALUE))
                .containsExactly(block(0, 2), block(2, 4));
        assertThat(Retention.byTime(List.of(), HOUR, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void dropsTheOldestOfWhatIsTooMuch() {
        List<Retention.Sized> blocks =
                List.of(
                        new Retention.Sized(block(0, 2), 10),
                        new Retention.Sized(block(4, 6), 10),
                        new Retention.Sized(block(2, 4), 10));
        assertThat(Retention.bySize(blocks, 5, 25)).containsExactly(block(0, 2));
        assertThat(Retention.bySize(blocks, 0, 30)).isEmpty();
    }

    private List<String> planned(BlockMeta... blocks) {
        return planner.plan(List.of(blocks)).stream()
                .map(each -> each.minMillis() / HOUR + "-" + each.maxMillis() / HOUR)
                .toList();
    }

    private static BlockMeta block(long startHour, long endHour) {
        Ulid ulid = new Ulid(startHour, endHour);
        return new BlockMeta(
                ulid,
                startHour * HOUR,
                endHour * HOUR,
                new BlockMeta.Stats(1000, 100, 100, 0),
                BlockMeta.Compaction.first(ulid));
    }
}
