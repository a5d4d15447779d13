package dev.slipway.promql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash XXH64 with seed 0 (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md).
final class XxHash64 {
    private static final long PRIME_1 = 0x9e37_79b1_85eb_ca87L;
    private static final long PRIME_2 = 0xc2b2_ae3d_27d4_eb4fL;
    private static final long PRIME_3 = 0x1656_67b1_9e37_79f9L;
    private static final long PRIME_4 = 0x85eb_ca77_c2b2_ae63L;
    private static final long PRIME_5 = 0x27d4_eb2f_1656_67c5L;

    /// The sum of the first two, which overflows.
    private static final long LANE_1 = 0x60ea_27ee_adc0_b5d6L;

    private static final int STRIPE = 32;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    static long of(byte[] data) {
        int at = 0;
        long hash = PRIME_5;
        if (data.length >= STRIPE) {
            long[] lanes = {LANE_1, PRIME_2, 0, -PRIME_1};
            for (; at + STRIPE <= data.length; at += STRIPE) {
                for (int i = 0; i < lanes.length; i++) {
                    lanes[i] = round(lanes[i], (long) LONGS.get(data, at + i * Long.BYTES));
                }
            }
            hash =
                    Long.rotateLeft(lanes[0], 1)
                            + Long.rotateLeft(lanes[1], 7)
                            + Long.rotateLeft(lanes[2], 12)
                            + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
            }
        }
        return mixed(rest(hash + data.length, data, at));
    }

    private static long rest(long start, byte[] data, int from) {
        long hash = start;
        int at = from;
        for (; at + Long.BYTES <= data.length; at += Long.BYTES) {
            hash ^= round(0, (long) LONGS.get(data, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= data.length) {
            hash ^= Integer.toUnsignedLong((int) INTS.get(data, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < data.length; at++) {
            hash ^= (data[at] & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long mixed(long value) {
        long hash = (value ^ (value >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }
}
