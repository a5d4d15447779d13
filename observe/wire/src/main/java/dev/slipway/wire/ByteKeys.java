package dev.slipway.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Hashes of byte slices: eight bytes at a time, mixed by multiplication. The seed is drawn once
/// per process, so that senders cannot choose keys that collide.
final class ByteKeys {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9e3779b97f4a7c15L;
    private static final long SEED = System.nanoTime() * PRIME ^ new Object().hashCode();

    private ByteKeys() {}

    static int hash(byte[] bytes, int start, int end) {
        long hash = SEED ^ (end - start) * PRIME;
        int at = start;
        for (; end - at >= 8; at += 8) {
            hash = mix(hash, (long) LONGS.get(bytes, at));
        }
        if (end - at >= 4) {
            hash = mix(hash, (int) INTS.get(bytes, at));
            at += 4;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << 8) | (bytes[at] & 0xff);
        }
        hash = mix(hash, rest);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long hash, long next) {
        long mixed = (hash ^ next) * PRIME;
        return mixed ^ mixed >>> 29;
    }
}
