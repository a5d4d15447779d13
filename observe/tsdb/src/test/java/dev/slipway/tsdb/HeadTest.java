package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadTest {
    @TempDir private Path folder;

    @Test
    void readsWhatWasAppended() {
        Random random = new Random(5);
        int series = 50;
        try (Head head = new Head(folder, TsdbConfig.defaults())) {
            List<SampleColumns> model = new ArrayList<>();
            for (int i = 0; i < series; i++) {
                assertThat(head.series(Labels.of("a", "v" + i))).isEqualTo(i);
                model.add(new SampleColumns());
            }
            long time = 0;
            for (int step = 0; step < 50_000; step++) {
                time += random.nextInt(2000);
                int slot = random.nextInt(series);
                double value = random.nextBoolean() ? random.nextInt(9) : random.nextGaussian();
                long at = time - random.nextInt(3) * 4000L;
                if (head.judge(slot, at, value, null) == Outcome.ACCEPTED
                        && at > head.lastMillis(slot)) {
                    head.apply(slot, at, value, null);
                    model.get(slot).add(at, value);
                }
            }
            SampleColumns found = new SampleColumns();
            for (int slot = 0; slot < series; slot++) {
                found.clear();
                head.decode(head.capture(slot), Long.MIN_VALUE, Long.MAX_VALUE, found);
                assertThat(samples(found)).isEqualTo(samples(model.get(slot)));
            }
        }
    }

    @Test
    void tellsDuplicatesAndLateOnes() {
        try (Head head = new Head(folder, TsdbConfig.defaults())) {
            int slot = head.series(Labels.of("a", "b"));
            head.apply(slot, 1000, 5, null);
            assertThat(head.judge(slot, 1000, 5, null)).isEqualTo(Outcome.ACCEPTED);
            assertThat(head.judge(slot, 1000, 6, null)).isEqualTo(Outcome.DUPLICATE);
            assertThat(head.judge(slot, 999, 6, null)).isEqualTo(Outcome.OUT_OF_ORDER);
            head.acceptFrom(500);
            assertThat(head.judge(slot, 499, 6, null)).isEqualTo(Outcome.TOO_OLD);
        }
    }

    private static List<String> samples(SampleColumns columns) {
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            samples.add(columns.timeMillis(i) + " " + columns.value(i));
        }
        return samples;
    }
}
