package dev.slipway.metric.http;

/// What went wrong, as `errorType` names it, and the status that Prometheus answers with.
enum ErrorType {
    BAD_DATA("bad_data", 400),
    EXECUTION("execution", 422),
    CANCELED("canceled", 499),
    TIMEOUT("timeout", 503),
    INTERNAL("internal", 500),
    UNAVAILABLE("unavailable", 503),
    NOT_FOUND("not_found", 404);

    private final String text;
    private final int status;

    ErrorType(String text, int status) {
        this.text = text;
        this.status = status;
    }

    String text() {
        return text;
    }

    int status() {
        return status;
    }
}
