package dev.slipway.node;

import java.io.IOException;

/// Finds where the last lines of an output begin, reading from its end.
final class LogTail {
    private static final int CHUNK_BYTES = 1 << 16;

    private LogTail() {}

    /// The offset of the `lines`-th last line; a last line without an end counts too.
    static long startOfLast(LogSource log, long lines) throws IOException {
        long end = log.end();
        long oldest = log.start();
        if (lines <= 0) {
            return end;
        }
        long found = 0;
        long at = end;
        byte[] chunk = new byte[CHUNK_BYTES];
        while (at > oldest) {
            long from = Math.max(oldest, at - CHUNK_BYTES);
            int length = readFully(log, from, chunk, (int) (at - from));
            for (int i = length - 1; i >= 0; i--) {
                long offset = from + i;
                if (chunk[i] == '\n' && offset != end - 1 && ++found == lines) {
                    return offset + 1;
                }
            }
            at = from;
        }
        return oldest;
    }

    private static int readFully(LogSource log, long offset, byte[] chunk, int wanted)
            throws IOException {
        int length = 0;
        while (length < wanted) {
            byte[] rest = new byte[wanted - length];
            int count = log.read(offset + length, rest);
            if (count == 0) {
                return length;
            }
            System.arraycopy(rest, 0, chunk, length, count);
            length += count;
        }
        return length;
    }
}
