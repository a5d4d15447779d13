package dev.slipway.wire;

import dev.slipway.series.Metadata;

/// The numbers of metric types in remote write, the same in both versions.
final class MetadataTypes {
    private static final Metadata.Type[] TYPES = {
        Metadata.Type.UNKNOWN,
        Metadata.Type.COUNTER,
        Metadata.Type.GAUGE,
        Metadata.Type.HISTOGRAM,
        Metadata.Type.GAUGE_HISTOGRAM,
        Metadata.Type.SUMMARY,
        Metadata.Type.INFO,
        Metadata.Type.STATE_SET
    };

    private MetadataTypes() {}

    /// A number that is not known yet means unknown.
    static Metadata.Type of(long number) {
        return number >= 0 && number < TYPES.length ? TYPES[(int) number] : Metadata.Type.UNKNOWN;
    }

    static int number(Metadata.Type type) {
        return switch (type) {
            case UNKNOWN -> 0;
            case COUNTER -> 1;
            case GAUGE -> 2;
            case HISTOGRAM -> 3;
            case GAUGE_HISTOGRAM -> 4;
            case SUMMARY -> 5;
            case INFO -> 6;
            case STATE_SET -> 7;
        };
    }
}
