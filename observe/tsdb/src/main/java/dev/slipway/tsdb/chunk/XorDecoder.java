package dev.slipway.tsdb.chunk;

import dev.slipway.series.SampleColumns;

/// Reads chunks that [XorEncoder] or Prometheus wrote.
final class XorDecoder {
    private static final int[] TIME_WIDTHS = {0, 14, 17, 20, 64};
    private static final int TIME_LAST = TIME_WIDTHS.length - 1;

    private XorDecoder() {}

    static void decode(BitReader reader, long startMillis, long endMillis, SampleColumns columns) {
        int count = (int) reader.read(16);
        if (count == 0) {
            return;
        }
        long time = reader.readVarint();
        long bits = reader.read(64);
        long delta = 0;
        int window = 0;
        for (int i = 1; ; i++) {
            if (time > endMillis) {
                return;
            }
            if (time >= startMillis) {
                columns.add(time, Double.longBitsToDouble(bits));
            }
            if (i == count) {
                return;
            }
            delta = i == 1 ? reader.readUvarint() : delta + readChange(reader);
            time += delta;
            long control = reader.peek();
            if (control >= 0) {
                reader.skip(1);
                continue;
            }
            if (control << 1 < 0) {
                window = XorWindow.ofHeader((int) (control >>> 51) & 0x7ff);
                reader.skip(13);
            } else {
                reader.skip(2);
            }
            bits ^= reader.read(XorWindow.width(window)) << XorWindow.trailing(window);
        }
    }

    private static long readChange(BitReader reader) {
        long control = reader.peek();
        if (control >= 0) {
            reader.skip(1);
            return 0;
        }
        int size = Math.min(TIME_LAST, Long.numberOfLeadingZeros(~control));
        int width = TIME_WIDTHS[size];
        if (size == TIME_LAST) {
            reader.skip(TIME_LAST);
            return reader.read(width);
        }
        reader.skip(size + 1);
        return Varbit.signed(reader.read(width), width);
    }
}
