package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Goes over the records of one file of the log; the layout stands in `docs/format/wal.md`. Not
/// thread-safe.
final class LogSegment {
    static final int MAGIC = 0x4c57_4c53;
    static final int VERSION = 2;
    static final int HEADER_BYTES = 8;

    /// Before every record, so that what follows damage is found without a guess at every byte.
    static final int RECORD_MAGIC = 0x5245_43f5;

    /// Magic, length, checksum.
    static final int FRAME_BYTES = 12;

    private final byte[] bytes;
    private int position;

    private LogSegment(byte[] bytes) {
        this.bytes = bytes;
    }

    static LogSegment read(Path path) {
        try {
            LogSegment segment = new LogSegment(Files.readAllBytes(path));
            segment.position = segment.hasHeader() ? HEADER_BYTES : 0;
            return segment;
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    boolean hasHeader() {
        return bytes.length >= HEADER_BYTES
                && RecordCursor.intAt(bytes, 0) == MAGIC
                && RecordCursor.intAt(bytes, 4) == VERSION;
    }

    /// Whether a whole record with the right checksum comes next.
    boolean hasNext() {
        return position > 0 && isRecord(position);
    }

    RecordCursor next() {
        int start = position + FRAME_BYTES;
        position = start + RecordCursor.intAt(bytes, position + 4);
        return new RecordCursor(bytes, start, position);
    }

    int position() {
        return position;
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    /// Whether what is left is what a crash in the middle of a write leaves: no record follows that
    /// was written later.
    boolean isTorn() {
        for (int at = position + 1; at + FRAME_BYTES <= bytes.length; at++) {
            if (isRecord(at)) {
                return false;
            }
        }
        return true;
    }

    static int checksum(byte[] bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, length);
        return (int) checksum.getValue();
    }

    private boolean isRecord(int at) {
        if (bytes.length - at <= FRAME_BYTES || RecordCursor.intAt(bytes, at) != RECORD_MAGIC) {
            return false;
        }
        int length = RecordCursor.intAt(bytes, at + 4);
        return length > 0
                && length <= bytes.length - at - FRAME_BYTES
                && RecordCursor.intAt(bytes, at + 8) == checksum(bytes, at + FRAME_BYTES, length);
    }
}
