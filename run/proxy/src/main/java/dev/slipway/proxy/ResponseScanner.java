package dev.slipway.proxy;

/// Reads response heads with the same strictness as [RequestScanner]; what is wrong is the
/// backend's fault and becomes a 502.
final class ResponseScanner {
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final int STATUS_OFFSET = VERSION.length + 2;

    private ResponseScanner() {}

    /// Returns the position behind the head, or [HeaderLines#INCOMPLETE]; throws
    /// [RefusedException].
    static int scan(byte[] bytes, int to, ResponseHead head) {
        checkVersion(bytes, to);
        if (to < STATUS_OFFSET + 3) {
            return HeaderLines.INCOMPLETE;
        }
        int status = status(bytes);
        int lineEnd = STATUS_OFFSET + 3;
        while (lineEnd < to && Ascii.VALUE[bytes[lineEnd] & 0xff]) {
            lineEnd++;
        }
        int linesStart = HeaderLines.lineEnd(bytes, lineEnd, to);
        if (linesStart < 0) {
            return HeaderLines.INCOMPLETE;
        }
        head.statusLine(status, STATUS_OFFSET, lineEnd, bytes[VERSION.length] == '0');
        int end = head.lines().scan(bytes, linesStart, to);
        if (end >= 0) {
            head.connection().read(head.lines());
            framing(head);
        }
        return end;
    }

    private static void checkVersion(byte[] bytes, int to) {
        for (int i = 0; i < VERSION.length && i < to; i++) {
            if (bytes[i] != VERSION[i]) {
                throw RefusedException.malformed("status line: does not begin with HTTP/1.");
            }
        }
    }

    private static int status(byte[] bytes) {
        long status = Ascii.decimal(bytes, STATUS_OFFSET, STATUS_OFFSET + 3);
        if (status < 100 || status > 599 || bytes[STATUS_OFFSET - 1] != ' ') {
            throw RefusedException.malformed("status line: no status from 100 to 599");
        }
        return (int) status;
    }

    private static void framing(ResponseHead head) {
        HeaderLines lines = head.lines();
        int length = -1;
        int coding = -1;
        for (int line = 0; line < lines.count(); line++) {
            if (lines.kind(line) == HeaderKind.CONTENT_LENGTH) {
                length = once(length, line, "Content-Length");
            } else if (lines.kind(line) == HeaderKind.TRANSFER_ENCODING) {
                coding = once(coding, line, "Transfer-Encoding");
            }
        }
        if (coding >= 0) {
            if (length >= 0) {
                throw RefusedException.malformed("Transfer-Encoding: together with Content-Length");
            }
            if (!lines.valueIs(coding, CHUNKED)) {
                throw RefusedException.malformed("Transfer-Encoding: other than chunked");
            }
            head.body(RequestHead.NO_LENGTH, true);
        } else if (length >= 0) {
            head.body(contentLength(lines, length), false);
        }
    }

    private static int once(int before, int line, String name) {
        if (before >= 0) {
            throw RefusedException.malformed(name + ": twice (expected: once)");
        }
        return line;
    }

    private static long contentLength(HeaderLines lines, int line) {
        long length = Ascii.decimal(lines.bytes(), lines.valueStart(line), lines.valueEnd(line));
        if (length < 0) {
            throw RefusedException.malformed("Content-Length: not a decimal number");
        }
        return length;
    }
}
