package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.nio.charset.StandardCharsets;

/// Spreads label sets evenly over the numbers from 0 to 1, always the same one to the same place.
/// FNV-1a with a final mix.
final class LabelsHash {
    private static final long OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x100_0000_01b3L;
    private static final int UNIT_BITS = 53;

    private LabelsHash() {}

    static double unit(Labels labels) {
        long hash = OFFSET;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(add(hash, labels.name(i)), labels.value(i));
        }
        hash ^= hash >>> 33;
        hash *= 0xff51_afd7_ed55_8ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ce_b9fe_1a85_ec53L;
        hash ^= hash >>> 33;
        return (hash >>> (Long.SIZE - UNIT_BITS)) * 0x1p-53;
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (each & 0xff)) * PRIME;
        }
        return (result ^ 0xff) * PRIME;
    }
}
