package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram.ResetHint;
import java.util.List;

/// What a record of the log consists of: entries, each with its kind in front.
final class LogRecord {
    static final int SERIES = 1;
    static final int FLOAT = 2;
    static final int HISTOGRAM = 3;
    static final int ACCEPT_FROM = 4;

    /// By the number that stands for each in the log.
    static final List<ResetHint> HINTS =
            List.of(ResetHint.UNKNOWN, ResetHint.RESET, ResetHint.NO_RESET, ResetHint.GAUGE);

    private LogRecord() {}

    static void apply(RecordCursor record, Head head) {
        while (!record.isAtEnd()) {
            int kind = record.readByte();
            switch (kind) {
                case SERIES -> head.put(record.readSlot(0), record.readLabels());
                case FLOAT -> {
                    int slot = known(record.readSlot(0), head);
                    long time = record.readVarint();
                    head.apply(slot, time, record.readDouble(), null);
                }
                case HISTOGRAM -> {
                    int slot = known(record.readSlot(0), head);
                    long time = record.readVarint();
                    head.apply(slot, time, 0, record.readHistogram());
                }
                case ACCEPT_FROM -> {
                    long millis = record.readLong();
                    head.acceptFrom(millis);
                    head.isInBlocksBefore(millis);
                }
                default -> throw new LogDamagedException("kind: " + kind + " (expected: 1-4)");
            }
        }
    }

    private static int known(int slot, Head head) {
        if (!head.index().isUsed(slot)) {
            throw new LogDamagedException("series: " + slot + " (expected: one that was named)");
        }
        return slot;
    }
}
