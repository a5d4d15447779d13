package dev.slipway.promql;

import org.jspecify.annotations.Nullable;

/// A query could not be answered.
public final class QueryException extends RuntimeException {
    /// Why; the HTTP API answers with the type and the status that Prometheus gives it.
    public enum Kind {
        PARSE("bad_data", 400),
        EXECUTION("execution", 422),
        TOO_MANY_SAMPLES("execution", 422),
        TIMEOUT("timeout", 503),
        CANCELED("canceled", 499);

        private final String errorType;
        private final int status;

        Kind(String errorType, int status) {
            this.errorType = errorType;
            this.status = status;
        }

        public String errorType() {
            return errorType;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;

    public QueryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public QueryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static QueryException execution(String message) {
        return new QueryException(Kind.EXECUTION, message);
    }

    public Kind kind() {
        return kind;
    }
}
