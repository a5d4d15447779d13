package dev.slipway.scrape.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.scrape.relabel.RelabelRule.Action;
import dev.slipway.series.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RelabelingTest {
    private static final Labels LABELS = Labels.of("a", "foo", "b", "bar", "c", "baz");

    @Test
    void replacesWithGroups() {
        assertThat(apply(RelabelRule.replace(List.of("a"), "f(.*)", "d", "ch${1}-ch$1")))
                .isEqualTo(LABELS.with("d", "choo-choo"));
    }

    @Test
    void takesTheLongestNameAfterADollar() {
        assertThat(apply(RelabelRule.replace(List.of("a"), "f(.*)", "d", "x$1y$$")))
                .isEqualTo(LABELS.with("d", "x$"));
    }

    @Test
    void leavesLabelsAloneWithoutAMatch() {
        assertThat(apply(RelabelRule.replace(List.of("a"), "o", "d", "x"))).isEqualTo(LABELS);
    }

    @Test
    void removesALabelByAnEmptyReplacement() {
        assertThat(apply(RelabelRule.replace(List.of("a"), "(f)oo.*", "b", "")))
                .isEqualTo(Labels.of("a", "foo", "c", "baz"));
    }

    @Test
    void joinsSourcesWithTheSeparator() {
        assertThat(apply(RelabelRule.copy(List.of("a", "b"), "d")))
                .isEqualTo(LABELS.with("d", "foo;bar"));
    }

    @Test
    void keepsAndDrops() {
        assertThat(apply(RelabelRule.filter(Action.KEEP, List.of("a"), "fo"))).isNull();
        assertThat(apply(RelabelRule.filter(Action.DROP, List.of("a"), "fo+"))).isNull();
        assertThat(apply(RelabelRule.filter(Action.DROP, List.of("a"), "fo"))).isEqualTo(LABELS);
    }

    @Test
    void shardsByTheLastHalfOfTheMd5() {
        // Computed apart from this code, with Python's hashlib.
        assertThat(apply(RelabelRule.hashMod(List.of("c"), 1000, "d")))
                .isEqualTo(LABELS.with("d", "976"));
    }

    @Test
    void mapsAndDropsByName() {
        Labels found = Labels.of("__meta_x", "1", "__meta_y", "2");
        RelabelRule map = RelabelRule.filter(Action.LABELMAP, List.of(), "__meta_(.*)");
        RelabelRule drop = RelabelRule.filter(Action.LABELDROP, List.of(), "__meta_.*");
        assertThat(Relabeling.apply(found, List.of(map, drop)))
                .isEqualTo(Labels.of("x", "1", "y", "2"));
    }

    @Test
    void refusesAnExpressionThatOnlyLooksWellFormedInAGroup() {
        assertThatThrownBy(() -> AnchoredPattern.of("a)(b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static @Nullable Labels apply(RelabelRule rule) {
        return Relabeling.apply(LABELS, List.of(rule));
    }
}
