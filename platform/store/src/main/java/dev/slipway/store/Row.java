package dev.slipway.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One write as a [Journal] keeps it. `value` is null for a deletion. `previous` is the revision of
/// the value this write replaced or deleted, 0 if there was none.
record Row(
        long revision,
        String key,
        long created,
        long previous,
        long timeMillis,
        byte @Nullable [] value) {

    private static final int FIXED_BYTES = 5 * Long.BYTES;

    /// Over every field, so that a damaged row is noticed whatever part of it was hit.
    long checksum() {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES);
        fixed.putLong(revision).putLong(created).putLong(previous).putLong(timeMillis);
        fixed.putLong(value == null ? -1 : value.length).flip();
        crc.update(fixed);
        crc.update(keyBytes, 0, keyBytes.length);
        if (value != null) {
            crc.update(value, 0, value.length);
        }
        return crc.getValue();
    }
}
