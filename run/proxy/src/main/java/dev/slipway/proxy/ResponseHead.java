package dev.slipway.proxy;

/// A scanned response head: positions in the bytes of the event loop's scratch buffer and what they
/// mean. Valid until the loop scans the next head.
final class ResponseHead {
    private final HeaderLines lines;
    private final ConnectionOptions connection = new ConnectionOptions();
    private int status;
    private int statusStart;
    private int statusLineEnd;
    private boolean http10;
    private long contentLength;
    private boolean chunked;

    ResponseHead(int linesMax) {
        lines = new HeaderLines(linesMax);
    }

    /// `statusStart` is the first digit of the status, `lineEnd` the end of the reason behind it.
    void statusLine(int status, int statusStart, int lineEnd, boolean http10) {
        this.status = status;
        this.statusStart = statusStart;
        this.statusLineEnd = lineEnd;
        this.http10 = http10;
        contentLength = RequestHead.NO_LENGTH;
        chunked = false;
    }

    void body(long contentLength, boolean chunked) {
        this.contentLength = contentLength;
        this.chunked = chunked;
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

    int status() {
        return status;
    }

    boolean isInterim() {
        return status < 200;
    }

    int statusStart() {
        return statusStart;
    }

    int statusLineEnd() {
        return statusLineEnd;
    }

    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    boolean keepAlive() {
        return http10 ? connection.keepAlive() && !connection.close() : !connection.close();
    }
}
