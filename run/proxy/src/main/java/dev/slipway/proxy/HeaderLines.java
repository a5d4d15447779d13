package dev.slipway.proxy;

import java.util.Arrays;

/// The header lines of a head, as positions in the bytes they were scanned from. Reused for one
/// head after the other by the event loop that owns it.
final class HeaderLines {
    /// More bytes are needed.
    static final int INCOMPLETE = -1;

    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int WIDTH = 4;

    private final int linesMax;
    private byte[] bytes = new byte[0];
    private int[] spans = new int[32 * WIDTH];
    private byte[] kinds = new byte[32];
    private int count;
    private int end;

    HeaderLines(int linesMax) {
        this.linesMax = linesMax;
    }

    /// Scans lines up to and with the empty one and returns the position behind it, or
    /// [#INCOMPLETE]. What RFC 9112 only tolerates is refused: folded lines, spaces before the
    /// colon, line ends other than CR LF.
    int scan(byte[] source, int from, int to) {
        bytes = source;
        count = 0;
        int p = from;
        while (p < to) {
            if (source[p] == '\r') {
                end = p;
                return lineEnd(source, p, to);
            }
            int colon = nameEnd(source, p, to);
            if (colon == INCOMPLETE) {
                return INCOMPLETE;
            }
            int valueStart = colon + 1;
            while (valueStart < to && isBlank(source[valueStart])) {
                valueStart++;
            }
            int valueEnd = valueStart;
            while (valueEnd < to && Ascii.VALUE[source[valueEnd] & 0xff]) {
                valueEnd++;
            }
            int next = lineEnd(source, valueEnd, to);
            if (next == INCOMPLETE) {
                return INCOMPLETE;
            }
            add(p, colon, valueStart, trimmed(source, valueStart, valueEnd));
            p = next;
        }
        return INCOMPLETE;
    }

    private static int nameEnd(byte[] source, int from, int to) {
        int p = from;
        while (p < to && Ascii.TOKEN[source[p] & 0xff]) {
            p++;
        }
        if (p == to) {
            return INCOMPLETE;
        }
        byte c = source[p];
        if (c == ':' && p > from) {
            return p;
        }
        if (isBlank(c)) {
            throw RefusedException.malformed(
                    p == from
                            ? "header line: begins with a space (obsolete folding)"
                            : "header line: space in or after the name");
        }
        throw RefusedException.malformed("header line: no name before a colon");
    }

    /// The position behind CR LF at `p`.
    static int lineEnd(byte[] source, int p, int to) {
        if (p == to) {
            return INCOMPLETE;
        }
        if (source[p] == '\n') {
            throw RefusedException.malformed("line end: LF without CR");
        }
        if (source[p] != '\r') {
            throw RefusedException.malformed("line: has a control character");
        }
        if (p + 1 == to) {
            return INCOMPLETE;
        }
        if (source[p + 1] != '\n') {
            throw RefusedException.malformed("line end: CR without LF");
        }
        return p + 2;
    }

    private static int trimmed(byte[] source, int from, int to) {
        int p = to;
        while (p > from && isBlank(source[p - 1])) {
            p--;
        }
        return p;
    }

    static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count >= linesMax) {
            throw new RefusedException(
                    Refusal.HEAD_TOO_LARGE, "headers: more than " + linesMax + " lines");
        }
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            spans = Arrays.copyOf(spans, count * 2 * WIDTH);
        }
        int i = count * WIDTH;
        spans[i + NAME_START] = nameStart;
        spans[i + NAME_END] = nameEnd;
        spans[i + VALUE_START] = valueStart;
        spans[i + VALUE_END] = valueEnd;
        kinds[count] = HeaderKind.of(bytes, nameStart, nameEnd);
        count++;
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    byte kind(int line) {
        return kinds[line];
    }

    int nameStart(int line) {
        return spans[line * WIDTH + NAME_START];
    }

    int nameEnd(int line) {
        return spans[line * WIDTH + NAME_END];
    }

    int valueStart(int line) {
        return spans[line * WIDTH + VALUE_START];
    }

    int valueEnd(int line) {
        return spans[line * WIDTH + VALUE_END];
    }

    /// Where the line begins that follows `line`, or the empty one.
    int lineEnd(int line) {
        return line + 1 < count ? nameStart(line + 1) : end;
    }

    /// The first line with a name (in lower case), or -1.
    int find(byte[] lowerName) {
        for (int line = 0; line < count; line++) {
            if (isNamed(line, lowerName)) {
                return line;
            }
        }
        return -1;
    }

    boolean isNamed(int line, byte[] lowerName) {
        return Ascii.equalsIgnoreCase(lowerName, bytes, nameStart(line), nameEnd(line));
    }

    boolean valueIs(int line, byte[] lower) {
        return Ascii.equalsIgnoreCase(lower, bytes, valueStart(line), valueEnd(line));
    }

    String value(int line) {
        return Ascii.string(bytes, valueStart(line), valueEnd(line));
    }
}
