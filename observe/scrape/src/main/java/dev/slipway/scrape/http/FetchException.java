package dev.slipway.scrape.http;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A request was not answered as it should have been. The message is for whoever wrote the
/// configuration, and has no secrets.
public final class FetchException extends RuntimeException {
    /// What went wrong.
    public enum Reason {
        /// No connection, or one that broke.
        UNREACHABLE,
        /// Not all of the answer came in time.
        TIMEOUT,
        /// The answer is not a success.
        STATUS,
        /// The body is longer than what is taken.
        TOO_LARGE,
        /// The body is not what its encoding says.
        MALFORMED,
        /// Credentials or certificates cannot be read or fetched.
        CREDENTIALS
    }

    private final Reason reason;

    public FetchException(Reason reason, String message) {
        this(reason, message, null);
    }

    public FetchException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
