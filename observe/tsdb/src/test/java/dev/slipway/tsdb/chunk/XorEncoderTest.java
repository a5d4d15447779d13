package dev.slipway.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.SampleColumns;
import dev.slipway.series.StaleMarker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class XorEncoderTest {
    private static final int CHUNK_BYTES = 8192;

    private final XorEncoder encoder = new XorEncoder();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final SampleColumns columns = new SampleColumns();

    @Test
    void writesTheBytesThatPrometheusWrites() {
        MemorySegment memory = MemorySegment.ofArray(new byte[128]);
        encoder.append(memory, 0, 1000, 1.0);
        encoder.append(memory, 0, 2000, 1.0);
        encoder.append(memory, 0, 3000, 2.0);
        encoder.append(memory, 0, 4001, 2.0);
        // 4 samples; 1000 as zigzag; 1.0; distance 1000; value '0', time '0', value '11', 1 leading
        // zero, 11 bits; time '10' + 1 in 14 bits, value '0'
        String expected =
                "0004"
                        + "d00f"
                        + "3ff0000000000000"
                        + "e807"
                        + bits(
                                "0"
                                        + "0"
                                        + "11"
                                        + "00001"
                                        + "001011"
                                        + "11111111111"
                                        + "10"
                                        + "00000000000001"
                                        + "0");
        assertThat(hex(memory, encoder.sizeBytes())).isEqualTo(expected);
    }

    @Test
    void readsBackWhatItWrote() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = 1 + random.nextInt(200);
            long[] times = times(random, count);
            long[] values = values(random, count);
            MemorySegment memory = MemorySegment.ofArray(new byte[CHUNK_BYTES]);
            encoder.begin();
            for (int i = 0; i < count; i++) {
                encoder.append(memory, 0, times[i], Double.longBitsToDouble(values[i]));
            }
            columns.clear();
            decoder.decodeXor(
                    memory, 0, encoder.sizeBytes(), Long.MIN_VALUE, Long.MAX_VALUE, columns);
            assertThat(columns.size()).as("seed %d", seed).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(columns.timeMillis(i)).as("seed %d", seed).isEqualTo(times[i]);
                assertThat(Double.doubleToRawLongBits(columns.value(i)))
                        .as("seed %d", seed)
                        .isEqualTo(values[i]);
            }
        }
    }

    @Test
    void goesOnInOffHeapMemoryWithSavedState() {
        SplittableRandom random = new SplittableRandom(7);
        try (Arena arena = Arena.ofConfined()) {
            // Memory that was used before, at an odd place.
            MemorySegment slab = arena.allocate(CHUNK_BYTES).fill((byte) 0xa5);
            MemorySegment state = arena.allocate(XorEncoder.STATE_BYTES);
            MemorySegment expected = MemorySegment.ofArray(new byte[CHUNK_BYTES]);
            XorEncoder uninterrupted = new XorEncoder();
            encoder.store(state, 0);
            long[] times = times(random, 150);
            long[] values = values(random, 150);
            for (int i = 0; i < times.length; i++) {
                double value = Double.longBitsToDouble(values[i]);
                XorEncoder resumed = new XorEncoder();
                resumed.load(state, 0);
                resumed.append(slab, 13, times[i], value);
                resumed.store(state, 0);
                uninterrupted.append(expected, 0, times[i], value);
            }
            int size = uninterrupted.sizeBytes();
            assertThat(hex(slab.asSlice(13), size)).isEqualTo(hex(expected, size));
        }
    }

    @Test
    void readsOnlyTheWindow() {
        MemorySegment memory = MemorySegment.ofArray(new byte[CHUNK_BYTES]);
        for (int i = 0; i < 100; i++) {
            encoder.append(memory, 0, i * 10L, i);
        }
        decoder.decodeXor(memory, 0, encoder.sizeBytes(), 95, 130, columns);
        assertThat(columns.size()).isEqualTo(4);
        assertThat(columns.timeMillis(0)).isEqualTo(100);
        assertThat(columns.value(3)).isEqualTo(13);
    }

    @Test
    void takesNoMoreThanTheHeaderCanCount() {
        MemorySegment memory = MemorySegment.ofArray(new byte[1 << 20]);
        for (int i = 0; i < XorEncoder.SAMPLES_MAX; i++) {
            encoder.append(memory, 0, i, 0);
        }
        assertThatThrownBy(() -> encoder.append(memory, 0, 1 << 20, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    private static long[] times(SplittableRandom random, int count) {
        long[] times = new long[count];
        boolean wild = random.nextInt(4) == 0;
        long time = wild ? random.nextLong() : random.nextLong(-2_000_000_000_000L, 2L << 41);
        int jitterBits = random.nextInt(24);
        for (int i = 0; i < count; i++) {
            times[i] = time;
            time += wild ? random.nextLong() : 15_000 + random.nextLong(1L << jitterBits);
        }
        if (wild) {
            Arrays.sort(times);
        }
        return times;
    }

    private static long[] values(SplittableRandom random, int count) {
        long[] values = new long[count];
        double value = random.nextInt(1000);
        int kind = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            value +=
                    switch (kind) {
                        case 0 -> 0;
                        case 1 -> random.nextInt(100);
                        case 2 -> random.nextInt(10_000) / 100.0;
                        default -> random.nextGaussian();
                    };
            values[i] = Double.doubleToRawLongBits(value);
            if (kind == 4) {
                values[i] = extreme(random);
            }
        }
        return values;
    }

    private static long extreme(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> StaleMarker.BITS;
            case 1 -> Double.doubleToRawLongBits(Double.NaN);
            case 2 -> Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
            case 3 -> Double.doubleToRawLongBits(Double.MAX_VALUE);
            case 4 -> Double.doubleToRawLongBits(-0.0);
            case 5 -> Double.doubleToRawLongBits(Double.MIN_VALUE);
            case 6 -> 0xfff8_0000_dead_beefL;
            default -> random.nextLong();
        };
    }

    private static String hex(MemorySegment memory, int size) {
        byte[] bytes = new byte[size];
        MemorySegment.copy(memory, 0, MemorySegment.ofArray(bytes), 0, size);
        return HexFormat.of().formatHex(bytes);
    }

    private static String bits(String bits) {
        String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < padded.length(); i += 8) {
            hex.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
        }
        return hex.toString();
    }
}
