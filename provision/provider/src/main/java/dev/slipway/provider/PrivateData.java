package dev.slipway.provider;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes of the provider that are kept beside a resource and handed back as they were.
public record PrivateData(byte[] bytes) {
    public static final PrivateData NONE = new PrivateData(new byte[0]);

    public PrivateData {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivateData data && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
