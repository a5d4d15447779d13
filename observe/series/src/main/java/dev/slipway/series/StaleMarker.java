package dev.slipway.series;

/// The value that says that a series has ended: a NaN with its own bits, those of Prometheus'
/// `StaleNaN` (`model/value/value.go`).
public final class StaleMarker {
    public static final long BITS = 0x7ff0_0000_0000_0002L;
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
