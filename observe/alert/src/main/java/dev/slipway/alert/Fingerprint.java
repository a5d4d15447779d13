package dev.slipway.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.series.Labels;

/// A set of labels as 64 bits: FNV-1a over names and values, each followed by the byte 255. The
/// same number as Alertmanager's, since dashboards and silence links hold on to it.
public record Fingerprint(long bits) implements Comparable<Fingerprint> {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    public static Fingerprint of(Labels labels) {
        long hash = OFFSET;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(hash, labels.name(i));
            hash = add(hash, labels.value(i));
        }
        return new Fingerprint(hash);
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (byte each : text.getBytes(UTF_8)) {
            result = (result ^ (each & 0xff)) * PRIME;
        }
        return (result ^ 255) * PRIME;
    }

    @Override
    public int compareTo(Fingerprint other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    /// Sixteen hexadecimal digits.
    @Override
    public String toString() {
        return "%016x".formatted(bits);
    }
}
