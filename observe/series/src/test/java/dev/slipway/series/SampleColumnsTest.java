package dev.slipway.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SampleColumnsTest {
    @Test
    void growsAndIsReused() {
        SampleColumns columns = new SampleColumns();
        for (int i = 0; i < 1_000; i++) {
            columns.add(i, 2.0 * i);
        }
        assertThat(columns.size()).isEqualTo(1_000);
        assertThat(columns.timeMillis(999)).isEqualTo(999);
        assertThat(columns.value(999)).isEqualTo(1_998);
        columns.clear();
        assertThat(columns.size()).isZero();
    }

    @Test
    void tellsStaleMarkersFromOtherNotANumbers() {
        assertThat(StaleMarker.is(StaleMarker.VALUE)).isTrue();
        assertThat(StaleMarker.is(Double.NaN)).isFalse();
    }
}
