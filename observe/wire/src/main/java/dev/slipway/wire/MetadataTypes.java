package dev.slipway.wire;

import dev.slipway.series.Metadata.Type;

/// The numbers of metric types in remote write, the same in both versions.
final class MetadataTypes {
    private static final Type[] TYPES = {
        Type.UNKNOWN,
        Type.COUNTER,
        Type.GAUGE,
        Type.HISTOGRAM,
        Type.GAUGE_HISTOGRAM,
        Type.SUMMARY,
        Type.INFO,
        Type.STATE_SET
    };

    private MetadataTypes() {}

    /// A number that is not known yet means unknown.
    static Type of(long number) {
        return number >= 0 && number < TYPES.length ? TYPES[(int) number] : Type.UNKNOWN;
    }

    static int number(Type type) {
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
