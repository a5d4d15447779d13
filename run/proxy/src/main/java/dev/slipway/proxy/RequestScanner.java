package dev.slipway.proxy;

/// Reads request heads, strictly: everything two HTTP implementations could read differently is
/// refused, because a difference between proxy and backend is what request smuggling lives on.
///
/// One pass over the bytes finds the lines and their meaning; nothing is copied and no object is
/// made.
final class RequestScanner {
    private static final int EMPTY_LINES_MAX = 2;
    private static final int METHOD_BYTES_MAX = 32;
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] H2C = Ascii.bytes("h2c");
    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");

    private final int requestLineBytesMax;

    RequestScanner(ProxyConfig.HeadLimits limits) {
        requestLineBytesMax = limits.requestLineBytesMax();
    }

    /// Returns the position behind the head, or [HeaderLines#INCOMPLETE]; throws
    /// [RefusedException].
    int scan(byte[] bytes, int to, RequestHead head) {
        int start = skipEmptyLines(bytes, to);
        int methodEnd = methodEnd(bytes, start, to);
        if (methodEnd < 0) {
            return HeaderLines.INCOMPLETE;
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetEnd(bytes, targetStart, start, to);
        if (targetEnd < 0 || !hasVersion(bytes, targetEnd + 1, to)) {
            return HeaderLines.INCOMPLETE;
        }
        int versionEnd = targetEnd + 1 + VERSION.length + 1;
        int linesStart = HeaderLines.lineEnd(bytes, versionEnd, to);
        if (linesStart < 0) {
            return HeaderLines.INCOMPLETE;
        }
        head.requestLine(start, methodEnd, bytes[versionEnd - 1] == '0');
        int end = head.lines().scan(bytes, linesStart, to);
        if (end >= 0) {
            target(head, targetStart, targetEnd);
            meaning(head);
        }
        return end;
    }

    private static int skipEmptyLines(byte[] bytes, int to) {
        int p = 0;
        for (int lines = 0; lines < EMPTY_LINES_MAX && p + 1 < to; lines++) {
            if (bytes[p] == '\r' && bytes[p + 1] == '\n') {
                p += 2;
            }
        }
        return p;
    }

    private static int methodEnd(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && Ascii.TOKEN[bytes[p] & 0xff]) {
            p++;
        }
        if (p - from > METHOD_BYTES_MAX) {
            throw RefusedException.malformed("method: more than " + METHOD_BYTES_MAX + " bytes");
        }
        if (p == to || (p + 1 == to && bytes[p] == '\r' && p == from)) {
            return HeaderLines.INCOMPLETE;
        }
        if (bytes[p] != ' ' || p == from) {
            throw RefusedException.malformed("request line: does not begin with a method");
        }
        return p;
    }

    private int targetEnd(byte[] bytes, int from, int lineStart, int to) {
        int p = from;
        while (p < to && Ascii.TARGET[bytes[p] & 0xff]) {
            p++;
        }
        if (p - lineStart > requestLineBytesMax) {
            throw new RefusedException(
                    Refusal.TARGET_TOO_LONG,
                    "request line: more than " + requestLineBytesMax + " bytes");
        }
        if (p == to) {
            return HeaderLines.INCOMPLETE;
        }
        if (bytes[p] != ' ' || p == from) {
            throw RefusedException.malformed(
                    "request line: target is empty, has invalid bytes or no version behind it");
        }
        return p;
    }

    /// False where more bytes are needed.
    private static boolean hasVersion(byte[] bytes, int from, int to) {
        for (int i = 0; i < VERSION.length && from + i < to; i++) {
            if (bytes[from + i] != VERSION[i]) {
                throw version(i < 5);
            }
        }
        int minor = from + VERSION.length;
        if (minor < to && bytes[minor] != '0' && bytes[minor] != '1') {
            throw version(false);
        }
        return minor < to;
    }

    private static RefusedException version(boolean notHttp) {
        if (notHttp) {
            return RefusedException.malformed("request line: no HTTP version at its end");
        }
        return new RefusedException(
                Refusal.VERSION, "HTTP version: unknown (expected: HTTP/1.1 or HTTP/1.0)");
    }

    private static void target(RequestHead head, int from, int to) {
        byte[] bytes = head.bytes();
        int pathStart = from;
        if (bytes[from] != '/') {
            pathStart = absoluteTarget(head, from, to);
        }
        int pathEnd = pathStart;
        while (pathEnd < to && bytes[pathEnd] != '?') {
            pathEnd++;
        }
        Paths.refuseDotSegments(bytes, pathStart, pathEnd);
        head.target(pathStart, pathEnd, to);
    }

    /// Reads `http://host/path` and `*`; returns where the path begins.
    private static int absoluteTarget(RequestHead head, int from, int to) {
        byte[] bytes = head.bytes();
        if (to - from == 1 && bytes[from] == '*') {
            return from;
        }
        int authority = from + schemeLength(bytes, from, to);
        if (authority == from) {
            throw new RefusedException(
                    Refusal.NOT_IMPLEMENTED,
                    "request target: neither a path nor an http URL (CONNECT is not offered)");
        }
        int end = authority;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        checkHost(bytes, authority, end);
        if (authority == end) {
            throw RefusedException.malformed("request target: no host");
        }
        head.authority(authority, end, true);
        return end;
    }

    private static int schemeLength(byte[] bytes, int from, int to) {
        for (byte[] scheme : new byte[][] {HTTP, HTTPS}) {
            if (to - from >= scheme.length
                    && Ascii.equalsIgnoreCase(scheme, bytes, from, from + scheme.length)) {
                return scheme.length;
            }
        }
        return 0;
    }

    private static void meaning(RequestHead head) {
        HeaderLines lines = head.lines();
        int host = -1;
        int length = -1;
        int coding = -1;
        int upgrade = -1;
        for (int line = 0; line < lines.count(); line++) {
            switch (lines.kind(line)) {
                case HeaderKind.HOST -> host = once(host, line, "Host");
                case HeaderKind.CONTENT_LENGTH -> length = once(length, line, "Content-Length");
                case HeaderKind.TRANSFER_ENCODING ->
                        coding = once(coding, line, "Transfer-Encoding");
                case HeaderKind.UPGRADE -> upgrade = upgrade == -1 ? line : -2;
                case HeaderKind.EXPECT -> expect(head, line);
                default -> {}
            }
        }
        head.connection().read(lines);
        host(head, host);
        framing(head, length, coding);
        upgrade(head, upgrade);
    }

    private static int once(int before, int line, String name) {
        if (before >= 0) {
            throw RefusedException.malformed(name + ": twice (expected: once)");
        }
        return line;
    }

    private static void expect(RequestHead head, int line) {
        if (!head.lines().valueIs(line, CONTINUE)) {
            throw new RefusedException(
                    Refusal.EXPECTATION, "Expect: unknown value (expected: 100-continue)");
        }
        head.expectsContinue(!head.http10());
    }

    private static void host(RequestHead head, int line) {
        if (line < 0) {
            if (!head.http10()) {
                throw RefusedException.malformed("Host: missing");
            }
            return;
        }
        int from = head.lines().valueStart(line);
        int to = head.lines().valueEnd(line);
        checkHost(head.bytes(), from, to);
        if (!head.authorityInTarget()) {
            head.authority(from, to, false);
        }
    }

    private static void checkHost(byte[] bytes, int from, int to) {
        for (int p = from; p < to; p++) {
            if (!Ascii.HOST[bytes[p] & 0xff]) {
                throw RefusedException.malformed("Host: has invalid characters");
            }
        }
    }

    private static void framing(RequestHead head, int lengthLine, int codingLine) {
        HeaderLines lines = head.lines();
        if (codingLine >= 0) {
            if (lengthLine >= 0) {
                throw RefusedException.malformed(
                        "Transfer-Encoding: together with Content-Length (expected: one of them)");
            }
            if (head.http10()) {
                throw RefusedException.malformed("Transfer-Encoding: in an HTTP/1.0 request");
            }
            if (!lines.valueIs(codingLine, CHUNKED)) {
                throw new RefusedException(
                        Refusal.NOT_IMPLEMENTED,
                        "Transfer-Encoding: unknown coding (expected: chunked)");
            }
            head.body(RequestHead.NO_LENGTH, true);
        } else if (lengthLine >= 0) {
            long length =
                    Ascii.decimal(
                            lines.bytes(),
                            lines.valueStart(lengthLine),
                            lines.valueEnd(lengthLine));
            if (length < 0) {
                throw RefusedException.malformed("Content-Length: not a decimal number");
            }
            head.body(length, false);
        }
    }

    /// An upgrade is passed on where it is asked for properly: on HTTP/1.1, without a body, and not
    /// to HTTP/2, which would take the following requests out of our sight.
    private static void upgrade(RequestHead head, int line) {
        if (line >= 0
                && head.connection().upgrade()
                && !head.http10()
                && !head.hasBody()
                && !head.lines().valueIs(line, H2C)) {
            head.upgradeLine(line);
        }
    }
}
