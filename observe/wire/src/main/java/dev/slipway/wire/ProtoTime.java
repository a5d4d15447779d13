package dev.slipway.wire;

/// Reads `google.protobuf.Timestamp`. Stateless.
final class ProtoTime {
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ProtoTime() {}

    /// The message that the reader's field holds, in milliseconds since 1970.
    static long millis(ProtoReader reader) {
        int outer = reader.enter();
        long seconds = 0;
        long nanos = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> seconds = reader.varint();
                case 2 -> nanos = reader.varint();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return seconds * MILLIS_PER_SECOND + nanos / NANOS_PER_MILLI;
    }
}
