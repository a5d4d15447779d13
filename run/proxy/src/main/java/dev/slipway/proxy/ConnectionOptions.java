package dev.slipway.proxy;

/// What the Connection headers of a head say.
final class ConnectionOptions {
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private boolean othersNamed;

    /// Reads the lines from scratch.
    void read(HeaderLines lines) {
        close = false;
        keepAlive = false;
        upgrade = false;
        othersNamed = false;
        for (int line = 0; line < lines.count(); line++) {
            if (lines.kind(line) == HeaderKind.CONNECTION) {
                readTokens(lines.bytes(), lines.valueStart(line), lines.valueEnd(line));
            }
        }
    }

    private void readTokens(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to) {
            int end = tokenEnd(bytes, start, to);
            if (end > start) {
                readToken(bytes, start, end);
            }
            start = end + 1;
        }
    }

    private void readToken(byte[] bytes, int from, int to) {
        if (Ascii.equalsIgnoreCase(KEEP_ALIVE, bytes, from, to)) {
            keepAlive = true;
        } else if (Ascii.equalsIgnoreCase(CLOSE, bytes, from, to)) {
            close = true;
        } else if (Ascii.equalsIgnoreCase(UPGRADE, bytes, from, to)) {
            upgrade = true;
        } else {
            othersNamed = true;
        }
    }

    private static int tokenEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != ',' && !HeaderLines.isBlank(bytes[end])) {
            end++;
        }
        return end;
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }

    /// Whether a Connection header names this line, so that it must not be passed on.
    boolean names(HeaderLines lines, int candidate) {
        if (!othersNamed) {
            return false;
        }
        byte[] name =
                Ascii.lowerCase(
                        Ascii.string(
                                lines.bytes(),
                                lines.nameStart(candidate),
                                lines.nameEnd(candidate)));
        for (int line = 0; line < lines.count(); line++) {
            if (lines.kind(line) == HeaderKind.CONNECTION
                    && hasToken(
                            lines.bytes(), lines.valueStart(line), lines.valueEnd(line), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasToken(byte[] bytes, int from, int to, byte[] name) {
        int start = from;
        while (start < to) {
            int end = tokenEnd(bytes, start, to);
            if (Ascii.equalsIgnoreCase(name, bytes, start, end)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}
