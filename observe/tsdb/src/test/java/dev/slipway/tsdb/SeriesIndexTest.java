package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

final class SeriesIndexTest {
    private static final List<List<Matcher>> QUERIES =
            List.of(
                    List.of(),
                    List.of(Matcher.equal("a", "1")),
                    List.of(Matcher.equal("a", "")),
                    List.of(Matcher.of(Matcher.Type.NOT_EQUAL, "a", "2")),
                    List.of(Matcher.of(Matcher.Type.REGEX, "b", "1.*|"), Matcher.equal("c", "3")),
                    List.of(
                            Matcher.of(Matcher.Type.NOT_REGEX, "b", "1|2"),
                            Matcher.equal("a", "3")));

    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(3);
        SeriesIndex index = new SeriesIndex();
        Map<Integer, Labels> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Labels labels = labels(random);
            int slot = index.find(labels);
            assertThat(slot >= 0).isEqualTo(model.containsValue(labels));
            if (slot < 0) {
                int free = index.freeSlot(new RoaringBitmap());
                index.add(free, labels);
                model.put(free, labels);
            } else if (random.nextInt(3) == 0) {
                index.remove(slot);
                model.remove(slot);
            }
            if (step % 1000 == 0) {
                index.compact();
                QUERIES.forEach(query -> check(index, model, query));
            }
        }
    }

    private static void check(SeriesIndex index, Map<Integer, Labels> model, List<Matcher> query) {
        RoaringBitmap expected = new RoaringBitmap();
        model.forEach((slot, labels) -> {
            assertThat(index.labels(slot)).isEqualTo(labels);
            if (query.stream().allMatch(each -> each.matches(labels))) {
                expected.add(slot);
            }
        });
        assertThat(index.find(query)).isEqualTo(expected);
    }

    private static Labels labels(Random random) {
        Labels.Builder builder = Labels.builder();
        for (String name : List.of("a", "b", "c")) {
            int value = random.nextInt(12);
            builder.set(name, value == 0 ? "" : Integer.toString(value));
        }
        return builder.build();
    }
}
