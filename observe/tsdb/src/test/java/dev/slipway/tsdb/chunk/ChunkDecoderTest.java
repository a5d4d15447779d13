package dev.slipway.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.SampleColumns;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ChunkDecoderTest {
    private final ChunkDecoder decoder = new ChunkDecoder();

    @Test
    void saysThatDamagedBytesAreNoChunkOrReadsSomeOtherOne() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            for (Chunk chunk : chunks(random)) {
                byte[] bytes = chunk.data().toArray(ValueLayout.JAVA_BYTE);
                for (int i = 0; i < 20; i++) {
                    readOrRefuse(new Chunk(chunk.encoding(), 0, 0, mutated(bytes, random)));
                }
            }
        }
    }

    @Test
    void refusesAChunkThatEndsTooEarly() {
        Chunk whole = chunks(new SplittableRandom(1)).getFirst();
        Chunk cut = new Chunk(whole.encoding(), 0, 0, whole.data().asSlice(0, 20));
        assertThatThrownBy(() ->
                        decoder.decode(cut, Long.MIN_VALUE, Long.MAX_VALUE, new SampleColumns()))
                .isInstanceOf(ChunkException.class)
                .hasMessageContaining("chunk ends at bit 160");
    }

    @Test
    void countsWithoutReading() {
        Chunk chunk = chunks(new SplittableRandom(1)).getFirst();
        assertThat(ChunkDecoder.count(chunk)).isEqualTo(100);
    }

    @Test
    void refusesAnUnknownEncoding() {
        assertThatThrownBy(() -> Encoding.of(9)).hasMessage("chunk encoding: 9 (expected: 1-3)");
    }

    private void readOrRefuse(Chunk chunk) {
        try {
            decoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, new SampleColumns());
        } catch (ChunkException e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    private static MemorySegment mutated(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(changed.length) : changed.length;
        return MemorySegment.ofArray(changed).asSlice(0, length);
    }

    private static List<Chunk> chunks(SplittableRandom random) {
        List<Chunk> chunks = new ArrayList<>();
        ChunkCutter cutter = new ChunkCutter(chunks::add);
        for (int i = 0; i < 100; i++) {
            cutter.add(i * 15_000L, random.nextGaussian());
        }
        Histograms source = new Histograms(random);
        for (int i = 100; i < 150; i++) {
            cutter.add(i * 15_000L, source.next());
        }
        cutter.finish();
        return chunks;
    }
}
