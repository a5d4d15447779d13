package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.Head.Verdict;
import dev.slipway.tsdb.block.Disk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadTest {
    @TempDir private Path folder;

    @Test
    void readsWhatWasAppended() {
        Random random = new Random(5);
        int series = 50;
        try (Head head = head()) {
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
                if (head.judge(slot, at, value, null) == Verdict.APPEND
                        && at > head.lastMillis(slot)) {
                    head.apply(slot, at, value, null);
                    model.get(slot).add(at, value);
                }
            }
            SampleColumns found = new SampleColumns();
            for (int slot = 0; slot < series; slot++) {
                found.clear();
                Head.View view = head.capture(slot, Long.MIN_VALUE, Long.MAX_VALUE);
                head.decode(view, Long.MIN_VALUE, Long.MAX_VALUE, new ChunkDecoder(), found);
                assertThat(samples(found)).isEqualTo(samples(model.get(slot)));
            }
        }
    }

    @Test
    void noticesThatAFileOfFullChunksWasChanged() throws IOException {
        try (Head head = head()) {
            int slot = head.series(Labels.of("a", "b"));
            for (int i = 0; i < 200_000; i++) {
                head.apply(slot, i * 1000L, i * 0.1, null);
            }
            Path file = folder.resolve("00000000");
            byte[] bytes = Files.readAllBytes(file);
            assertThat(bytes).isNotEmpty();
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            Head.View view = head.capture(slot, 0, Long.MAX_VALUE);
            assertThatThrownBy(() ->
                            head.decode(
                                    view,
                                    0,
                                    Long.MAX_VALUE,
                                    new ChunkDecoder(),
                                    new SampleColumns()))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("00000000");
        }
    }

    @Test
    void tellsDuplicatesAndLateOnes() {
        try (Head head = head()) {
            int slot = head.series(Labels.of("a", "b"));
            head.apply(slot, 1000, 5, null);
            assertThat(head.judge(slot, 1000, 5, null)).isEqualTo(Verdict.SAME);
            assertThat(head.judge(slot, 1000, 6, null)).isEqualTo(Verdict.DUPLICATE);
            assertThat(head.judge(slot, 999, 6, null)).isEqualTo(Verdict.OUT_OF_ORDER);
            head.acceptFrom(500);
            assertThat(head.judge(slot, 499, 6, null)).isEqualTo(Verdict.TOO_OLD);
        }
    }

    private Head head() {
        UnderWay reads = new UnderWay(new ReentrantLock());
        return new Head(folder, TsdbConfig.defaults(), InstantSource.system(), reads, Disk.REAL);
    }

    private static List<String> samples(SampleColumns columns) {
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            samples.add(columns.timeMillis(i) + " " + columns.value(i));
        }
        return samples;
    }
}
