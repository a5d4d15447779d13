package dev.slipway.wire;

/// How much one body may hold; a body that holds more is refused as a whole.
///
/// @param bodyBytesMax after decompression
/// @param seriesMax series of one body, each time it comes
/// @param labelsMax labels of one series
/// @param labelBytesMax length of one name or value
public record WireLimits(int bodyBytesMax, int seriesMax, int labelsMax, int labelBytesMax) {
    public static final WireLimits DEFAULT = new WireLimits(64 << 20, 1_000_000, 200, 64 << 10);

    private static final int LABELS_OF_A_LINE = 16;

    public WireLimits {
        if (bodyBytesMax < 1 || seriesMax < 1 || labelsMax < 1 || labelBytesMax < 1) {
            throw new IllegalArgumentException(
                    "limits: %d, %d, %d, %d (expected: at least 1 each)"
                            .formatted(bodyBytesMax, seriesMax, labelsMax, labelBytesMax));
        }
    }

    /// Length of what names a series in a text, and of a comment: as much as some of the longest
    /// labels.
    int lineBytesMax() {
        return (int) Math.min(Integer.MAX_VALUE, (long) LABELS_OF_A_LINE * labelBytesMax);
    }
}
