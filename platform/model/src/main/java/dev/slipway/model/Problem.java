package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Something wrong in a tree: where (`spec.containers[0].image`), what sort of fault, a message in
/// the API's words, and perhaps a hint such as `did you mean "replicas"?`.
public record Problem(String path, Fault fault, String message, @Nullable String hint) {

    /// The sorts of faults.
    public enum Fault {
        /// A field that the kind does not have; clients choose whether that matters.
        UNKNOWN_FIELD("FieldValueInvalid"),
        /// A value of the wrong form; the API cannot read the object at all.
        WRONG_TYPE("FieldValueTypeInvalid"),
        MISSING("FieldValueRequired"),
        UNSUPPORTED_VALUE("FieldValueNotSupported"),
        INVALID_VALUE("FieldValueInvalid"),
        DUPLICATE("FieldValueDuplicate");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        /// The API's word for the fault, as in the causes of a `Status`.
        public String reason() {
            return reason;
        }
    }

    public Problem {
        requireNonNull(path, "path");
        requireNonNull(fault, "fault");
        requireNonNull(message, "message");
    }

    /// As a cause of a `Status`.
    public ApiException.Cause cause() {
        return new ApiException.Cause(path, fault.reason(), text());
    }

    /// The message with its hint.
    public String text() {
        return hint == null ? message : message + ", " + hint;
    }

    @Override
    public String toString() {
        return path + ": " + text();
    }
}
