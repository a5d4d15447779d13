package dev.slipway.proxy;

import org.jspecify.annotations.Nullable;

/// What has to be known of a request after its head's bytes are gone.
final class RequestFacts {
    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[][] OTHER_IDEMPOTENT = {
        Ascii.bytes("PUT"), Ascii.bytes("DELETE"), Ascii.bytes("OPTIONS"), Ascii.bytes("TRACE")
    };

    /// As much of the request line as is worth naming.
    private static final int LINE_BYTES_MAX = 96;

    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int methodLength;
    private int lineLength;
    private boolean head;
    private boolean idempotent;
    private boolean repeatable;
    private boolean http10;
    private boolean keepAlive;
    private boolean upgrade;

    void read(RequestHead request) {
        head = request.isMethod(HEAD);
        upgrade = request.upgradeLine() >= 0;
        idempotent = !upgrade && (head || request.isMethod(GET) || isOther(request));
        repeatable =
                idempotent
                        && !request.chunked()
                        && request.contentLength() <= RequestCopy.BYTES_MAX;
        http10 = request.http10();
        keepAlive = request.keepAlive();
        copyLine(request);
    }

    private void copyLine(RequestHead request) {
        int method = request.methodEnd() - request.methodStart();
        methodLength = Math.min(method, LINE_BYTES_MAX);
        System.arraycopy(request.bytes(), request.methodStart(), line, 0, methodLength);
        int path = request.pathEnd() - request.pathStart();
        int pathLength = Math.min(path, LINE_BYTES_MAX - methodLength);
        System.arraycopy(request.bytes(), request.pathStart(), line, methodLength, pathLength);
        lineLength = methodLength + pathLength;
    }

    /// The name under which a failure of this request is counted.
    String failureName(@Nullable MatchPlan match, String outcome) {
        return FailureNames.of(
                Ascii.string(line, 0, methodLength),
                match == null ? null : match.pathPattern(),
                Ascii.string(line, methodLength, lineLength),
                outcome);
    }

    private static boolean isOther(RequestHead request) {
        for (byte[] method : OTHER_IDEMPOTENT) {
            if (request.isMethod(method)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the response has no body whatever its head says.
    boolean head() {
        return head;
    }

    boolean idempotent() {
        return idempotent;
    }

    /// Whether it can surely be sent a second time: what it is allows it, and so does its size.
    boolean repeatable() {
        return repeatable;
    }

    boolean http10() {
        return http10;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }
}
