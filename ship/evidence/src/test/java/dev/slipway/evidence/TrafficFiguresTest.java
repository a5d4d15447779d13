package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.evidence.TrafficFigures.Latencies;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficFiguresTest {
    private static final double[] BOUNDS = {.1, 1, Double.POSITIVE_INFINITY};

    private static TrafficFigures figures(long requests, long failures, long... counts) {
        return new TrafficFigures(
                requests,
                failures,
                new Latencies(BOUNDS, counts),
                failures == 0 ? Map.of() : Map.of("GET / 503", failures));
    }

    @Test
    void sumsHaveAllLatenciesAndNames() {
        TrafficFigures sum = figures(3, 1, 2, 1, 0).plus(figures(5, 2, 1, 1, 3));
        assertThat(sum.requests()).isEqualTo(8);
        assertThat(sum.failures()).isEqualTo(3);
        assertThat(sum.latencies().counts()).containsExactly(3, 2, 3);
        assertThat(sum.signatures()).containsExactly(Map.entry("GET / 503", 3L));
        assertThat(TrafficFigures.NONE.plus(sum).latencies().counts()).containsExactly(3, 2, 3);
        assertThat(sum.plus(TrafficFigures.NONE).latencies().counts()).containsExactly(3, 2, 3);
    }

    @Test
    void differencesAreWhatCameInBetween() {
        TrafficFigures did = figures(9, 3, 5, 3, 1).since(figures(4, 1, 3, 1, 0));
        assertThat(did.requests()).isEqualTo(5);
        assertThat(did.latencies().counts()).containsExactly(2, 2, 1);
        assertThat(did.signatures()).containsExactly(Map.entry("GET / 503", 2L));
    }

    @Test
    void countersThatStartedAnewCountFromZero() {
        TrafficFigures did = figures(4, 1, 3, 1, 0).since(figures(9, 3, 5, 3, 1));
        assertThat(did.requests()).isEqualTo(4);
        assertThat(did.latencies().counts()).containsExactly(3, 1, 0);
        assertThat(did.signatures()).containsExactly(Map.entry("GET / 503", 1L));
    }

    @Test
    void aNameThatWasLeftOutForAWhileDoesNotCountAgain() {
        TrafficFigures first = figures(4, 2, 3, 1, 0);
        TrafficFigures without = figures(5, 2, 4, 1, 0);
        without = new TrafficFigures(5, 2, without.latencies());
        TrafficFigures again = figures(6, 3, 4, 2, 0);
        assertThat(again.since(without.remembering(first)).signatures())
                .containsExactly(Map.entry("GET / 503", 1L));
        assertThat(figures(1, 0, 1, 0, 0).remembering(first).signatures()).isEmpty();
    }

    @Test
    void histogramsOfOtherBoundsDoNotAddUp() {
        TrafficFigures other =
                new TrafficFigures(1, 0, new Latencies(new double[] {1}, new long[] {1}));
        assertThatThrownBy(() -> figures(1, 0, 1, 0, 0).plus(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts: 1 (expected: 3)");
    }
}
