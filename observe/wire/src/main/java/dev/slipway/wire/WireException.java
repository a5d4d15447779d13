package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

/// A body is not what its format says, is larger than what is taken, or is of a format that is not
/// spoken here. The message says where, what was found and what was expected; it is meant for the
/// one who sent the body.
public final class WireException extends RuntimeException {
    /// What went wrong; each has its HTTP status.
    public enum Reason {
        MALFORMED(400),
        TOO_LARGE(413),
        UNSUPPORTED(415);

        private final int httpStatus;

        Reason(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Reason reason;

    public WireException(Reason reason, String message) {
        super(message);
        this.reason = requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }

    public static WireException malformed(String message) {
        return new WireException(Reason.MALFORMED, message);
    }

    /// Of a limit that a body exceeds: what it has, and how many there may be.
    public static WireException tooLarge(String what, long found, long max) {
        return new WireException(
                Reason.TOO_LARGE, "%s: %d (expected: at most %d)".formatted(what, found, max));
    }
}
