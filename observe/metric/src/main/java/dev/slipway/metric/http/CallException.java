package dev.slipway.metric.http;

import dev.slipway.promql.QueryException;
import dev.slipway.promql.syntax.SyntaxException;

/// A call cannot be answered; becomes an answer with `"status":"error"`.
final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorType type;

    CallException(ErrorType type, String message) {
        super(message);
        this.type = type;
    }

    ErrorType type() {
        return type;
    }

    /// Its text, which is always there.
    String text() {
        return String.valueOf(getMessage());
    }

    static CallException badData(String message) {
        return new CallException(ErrorType.BAD_DATA, message);
    }

    static CallException invalid(String parameter, String problem) {
        return badData("invalid parameter \"" + parameter + "\": " + problem);
    }

    static CallException invalid(String parameter, String query, SyntaxException problem) {
        return invalid(parameter, problem.describe(query));
    }

    static CallException of(QueryException failure) {
        ErrorType type =
                switch (failure.kind()) {
                    case PARSE -> ErrorType.BAD_DATA;
                    case EXECUTION, TOO_MANY_SAMPLES -> ErrorType.EXECUTION;
                    case TIMEOUT -> ErrorType.TIMEOUT;
                    case CANCELED -> ErrorType.CANCELED;
                };
        return new CallException(type, String.valueOf(failure.getMessage()));
    }
}
