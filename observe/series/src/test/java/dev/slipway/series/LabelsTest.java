package dev.slipway.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelsTest {
    @Test
    void areSortedAndHaveNoEmptyValues() {
        Labels labels = Labels.of("b", "2", "a", "1", "c", "");
        assertThat(labels).isEqualTo(Labels.of("a", "1", "b", "2"));
        assertThat(labels.size()).isEqualTo(2);
        assertThat(labels.value("c")).isEmpty();
        assertThat(labels.has("c")).isFalse();
    }

    @Test
    void areWrittenAsASelector() {
        assertThat(Labels.of("__name__", "up", "job", "a\"b")).hasToString("up{job=\"a\\\"b\"}");
        assertThat(Labels.of("__name__", "up")).hasToString("up");
        assertThat(Labels.of("__name__", "http.up", "x.y", "1"))
                .hasToString("{\"http.up\", \"x.y\"=\"1\"}");
        assertThat(Labels.EMPTY).hasToString("{}");
    }

    @Test
    void areOrderedAsBytes() {
        // U+FF5E is a higher char than the surrogates of U+1F600, but a lower code point.
        assertThat(Utf8Order.compare("\uff5e", "\ud83d\ude00")).isNegative();
        assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "1", "b", "1"));
        assertThat(Labels.of("a", "2")).isGreaterThan(Labels.of("a", "1", "b", "1"));
    }

    @Test
    void canBeReduced() {
        Labels labels = Labels.of("__name__", "up", "a", "1", "b", "2");
        assertThat(labels.withoutMetricName()).isEqualTo(Labels.of("a", "1", "b", "2"));
        assertThat(labels.keeping(List.of("a", "x"))).isEqualTo(Labels.of("a", "1"));
        assertThat(labels.without(List.of("a", "x")))
                .isEqualTo(Labels.of("__name__", "up", "b", "2"));
    }
}
