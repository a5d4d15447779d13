package dev.slipway.tsdb;

import dev.slipway.series.Labels;

/// What is to be written to the log. Names of new series wait for the next record, of whichever
/// transaction, and go in front of it: so that a new series costs no write of its own, and no
/// sample is in the log before the name of its series.
///
/// Guarded by the database's lock, but for [#sync].
final class Journal {
    /// A transaction that names very many series does not hold them all in memory.
    private static final int WAITING_BYTES_MAX = 256 << 10;

    private final WriteAheadLog log;
    private final RecordBuffer waiting = new RecordBuffer();

    Journal(WriteAheadLog log) {
        this.log = log;
    }

    void name(int slot, Labels labels) {
        waiting.putByte(LogRecord.SERIES);
        waiting.putVarint(slot);
        waiting.putLabels(labels);
        if (waiting.size() > WAITING_BYTES_MAX) {
            log.append(waiting);
            waiting.clear();
        }
    }

    /// A position for [#sync].
    long append(RecordBuffer record) {
        if (waiting.isEmpty()) {
            return log.append(record);
        }
        // In one piece: if it cannot be written, the names go on waiting.
        RecordBuffer both = new RecordBuffer();
        both.putAll(waiting);
        both.putAll(record);
        long position = log.append(both);
        waiting.clear();
        return position;
    }

    void sync(long position) {
        log.sync(position);
    }
}
