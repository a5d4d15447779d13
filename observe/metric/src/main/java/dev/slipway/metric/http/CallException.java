package dev.slipway.metric.http;

import dev.slipway.promql.QueryException;
import dev.slipway.promql.syntax.SourceSpan;
import dev.slipway.promql.syntax.SyntaxException;
import java.nio.charset.StandardCharsets;

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

    /// With the place as Prometheus counts it: lines, and bytes in the line, from 1.
    static CallException invalid(String parameter, String query, SyntaxException problem) {
        return invalid(
                parameter, place(query, problem.span()) + ": parse error: " + problem.getMessage());
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

    private static String place(String query, SourceSpan span) {
        int start = Math.clamp(span.start(), 0, query.length());
        int lineStart = query.lastIndexOf('\n', start - 1) + 1;
        long line = query.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        int column = query.substring(lineStart, start).getBytes(StandardCharsets.UTF_8).length + 1;
        return line + ":" + column;
    }
}
