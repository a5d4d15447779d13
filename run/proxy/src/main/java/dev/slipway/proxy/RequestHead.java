package dev.slipway.proxy;

/// A scanned request head: positions in the bytes of the event loop's scratch buffer and what they
/// mean. Valid until the loop scans the next head.
final class RequestHead {
    /// No Content-Length.
    static final long NO_LENGTH = -1;

    private final HeaderLines lines;
    private final ConnectionOptions connection = new ConnectionOptions();
    private int methodStart;
    private int methodEnd;
    private int pathStart;
    private int pathEnd;
    private int targetEnd;
    private int authorityStart;
    private int authorityEnd;
    private boolean authorityInTarget;
    private boolean http10;
    private long contentLength;
    private boolean chunked;
    private boolean expectsContinue;
    private int upgradeLine;

    RequestHead(int linesMax) {
        lines = new HeaderLines(linesMax);
    }

    /// Takes what the scanner found in the request line.
    void requestLine(int methodStart, int methodEnd, boolean http10) {
        this.methodStart = methodStart;
        this.methodEnd = methodEnd;
        this.http10 = http10;
        contentLength = NO_LENGTH;
        chunked = false;
        expectsContinue = false;
        upgradeLine = -1;
        authorityStart = 0;
        authorityEnd = 0;
        authorityInTarget = false;
    }

    /// `path` ends where the query begins or, without one, at the end of the target.
    void target(int pathStart, int pathEnd, int targetEnd) {
        this.pathStart = pathStart;
        this.pathEnd = pathEnd;
        this.targetEnd = targetEnd;
    }

    void authority(int start, int end, boolean inTarget) {
        authorityStart = start;
        authorityEnd = end;
        authorityInTarget = inTarget;
    }

    void body(long contentLength, boolean chunked) {
        this.contentLength = contentLength;
        this.chunked = chunked;
    }

    void expectsContinue(boolean value) {
        expectsContinue = value;
    }

    void upgradeLine(int line) {
        upgradeLine = line;
    }

    HeaderLines lines() {
        return lines;
    }

    ConnectionOptions connection() {
        return connection;
    }

    byte[] bytes() {
        return lines.bytes();
    }

    int methodStart() {
        return methodStart;
    }

    int methodEnd() {
        return methodEnd;
    }

    int pathStart() {
        return pathStart;
    }

    int pathEnd() {
        return pathEnd;
    }

    int targetEnd() {
        return targetEnd;
    }

    int authorityStart() {
        return authorityStart;
    }

    int authorityEnd() {
        return authorityEnd;
    }

    /// Whether the target was absolute, so that its authority replaces the Host header.
    boolean authorityInTarget() {
        return authorityInTarget;
    }

    boolean http10() {
        return http10;
    }

    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    boolean expectsContinue() {
        return expectsContinue;
    }

    /// The line of an Upgrade header that is to be passed on, or -1.
    int upgradeLine() {
        return upgradeLine;
    }

    boolean hasBody() {
        return chunked || contentLength > 0;
    }

    /// Whether the client wants the connection kept for another request.
    boolean keepAlive() {
        return http10 ? connection.keepAlive() && !connection.close() : !connection.close();
    }

    boolean isMethod(byte[] method) {
        byte[] bytes = bytes();
        if (methodEnd - methodStart != method.length) {
            return false;
        }
        for (int i = 0; i < method.length; i++) {
            if (bytes[methodStart + i] != method[i]) {
                return false;
            }
        }
        return true;
    }

    String path() {
        return Ascii.string(bytes(), pathStart, pathEnd);
    }

    String authority() {
        return Ascii.string(bytes(), authorityStart, authorityEnd);
    }
}
