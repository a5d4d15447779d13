package dev.slipway.tsdb.chunk;

/// Whole numbers of one sample, each written as how much its step from the sample before differs
/// from the step before that. Not thread-safe.
final class DeltaColumn {
    private final long[] values;
    private final long[] steps;

    DeltaColumn(int size) {
        values = new long[size];
        steps = new long[size];
    }

    long value(int place) {
        return values[place];
    }

    /// The first value itself is signed, except where the format says otherwise.
    void readFirst(BitReader reader, int place, boolean signed) {
        values[place] = signed ? Varbit.readSigned(reader) : Varbit.readUnsigned(reader);
    }

    void readNext(BitReader reader, int place) {
        steps[place] += Varbit.readSigned(reader);
        values[place] += steps[place];
    }

    void writeFirst(BitWriter writer, int place, boolean signed, long value) {
        values[place] = value;
        if (signed) {
            Varbit.putSigned(writer, value);
        } else {
            Varbit.putUnsigned(writer, value);
        }
    }

    void writeNext(BitWriter writer, int place, long value) {
        long step = value - values[place];
        Varbit.putSigned(writer, step - steps[place]);
        steps[place] = step;
        values[place] = value;
    }
}
