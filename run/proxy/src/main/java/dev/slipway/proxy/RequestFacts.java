package dev.slipway.proxy;

/// What has to be known of a request after its head's bytes are gone.
final class RequestFacts {
    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[][] OTHER_IDEMPOTENT = {
        Ascii.bytes("PUT"), Ascii.bytes("DELETE"), Ascii.bytes("OPTIONS"), Ascii.bytes("TRACE")
    };

    private boolean head;
    private boolean idempotent;
    private boolean http10;
    private boolean keepAlive;
    private boolean upgrade;

    void read(RequestHead request) {
        head = request.isMethod(HEAD);
        upgrade = request.upgradeLine() >= 0;
        idempotent = !upgrade && (head || request.isMethod(GET) || isOther(request));
        http10 = request.http10();
        keepAlive = request.keepAlive();
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
