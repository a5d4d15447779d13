package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Spreads label sets evenly over the numbers from 0 to 1, always the same one to the same place:
/// that where Prometheus puts it. Hashed are all names and values in turns, each after its length
/// in a byte, or in three after the byte 255.
final class LabelsHash {
    private static final int SHORT_LENGTH_MAX = 254;
    private static final int LONG_LENGTH = 255;

    private LabelsHash() {}

    static double unit(Labels labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < labels.size(); i++) {
            add(bytes, labels.name(i));
            add(bytes, labels.value(i));
        }
        return unsigned(XxHash64.of(bytes.toByteArray())) / 0x1p64;
    }

    private static void add(ByteArrayOutputStream bytes, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int length = encoded.length;
        if (length > SHORT_LENGTH_MAX) {
            bytes.write(LONG_LENGTH);
            bytes.write(length);
            bytes.write(length >>> 8);
            bytes.write(length >>> 16);
        } else {
            bytes.write(length);
        }
        bytes.writeBytes(encoded);
    }

    private static double unsigned(long value) {
        double high = value >>> 1;
        return value >= 0 ? value : 2 * high + (value & 1);
    }
}
