package dev.slipway.proxy;

/// Why the proxy answers a request itself. The reason is sent as header `x-slipway-reason`.
enum Refusal {
    MALFORMED(400, "malformed-request"),
    NO_ROUTE(404, "no-route"),
    HEAD_TIMEOUT(408, "request-too-slow"),
    BODY_TOO_LARGE(413, "body-too-large"),
    TARGET_TOO_LONG(414, "request-line-too-long"),
    EXPECTATION(417, "unknown-expectation"),
    HEAD_TOO_LARGE(431, "head-too-large"),
    INVALID_BACKEND(500, "invalid-backend"),
    NOT_IMPLEMENTED(501, "not-implemented"),
    BROKEN_RESPONSE(502, "broken-response"),
    NO_ENDPOINT(503, "no-ready-endpoint"),
    CONNECT_FAILED(503, "connect-failed"),
    TIMEOUT(504, "backend-too-slow"),
    VERSION(505, "unknown-version");

    private final int status;
    private final String reason;

    Refusal(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
