package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecentChangesTest {
    @Test
    void keepsTheNewestUpToACount() {
        RecentChanges<Integer> recent =
                new RecentChanges<>(new StoreConfig.Recent(5, 1 << 20), 100);
        for (long revision = 101; revision <= 120; revision++) {
            recent.add(List.of(change(revision, 10)));
        }
        assertThat(kept(recent)).containsExactly(116L, 117L, 118L, 119L, 120L);
    }

    @Test
    void keepsTheNewestUpToASize() {
        RecentChanges<Integer> recent =
                new RecentChanges<>(new StoreConfig.Recent(64, 10_000), 100);
        for (long revision = 101; revision <= 120; revision++) {
            recent.add(List.of(change(revision, 3_000)));
        }
        assertThat(kept(recent)).containsExactly(118L, 119L, 120L);

        recent.add(List.of(change(121, 20_000)));
        assertThat(kept(recent)).isEmpty();

        recent.add(List.of(change(122, 3_000)));
        assertThat(kept(recent)).containsExactly(122L);
    }

    private static List<Long> kept(RecentChanges<Integer> recent) {
        return LongStream.range(90, 130).boxed().filter(r -> recent.find(r) != null).toList();
    }

    private static Change<Integer> change(long revision, int bytes) {
        Entry<Integer> entry = new Entry<>("k", new byte[bytes], 0, revision, revision);
        return new Change<>(revision, "k", null, entry);
    }
}
