package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesDescriptionTest {
    @Test
    void expandsNumbersGapsAndTheEnd() {
        assertThat(SeriesDescription.values("1-2x2 _x2 stale"))
                .containsExactly(
                        new SeriesValue.Floating(1),
                        new SeriesValue.Floating(-1),
                        new SeriesValue.Floating(-3),
                        new SeriesValue.Omitted(),
                        new SeriesValue.Omitted(),
                        new SeriesValue.Stale());
    }

    @Test
    void keepsHistogramsAsFields() {
        assertThat(SeriesDescription.values("{{sum:1 buckets:[1 2]}}-{{sum:2}}x1"))
                .last()
                .isEqualTo(
                        new SeriesValue.Histogram(
                                Map.of("sum", "1", "buckets", "[1 2]"), Map.of("sum", "2"), -1));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> SeriesDescription.values("1 two"))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("value: two (expected: number, _, stale or {{histogram}})");
    }
}
