package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request to the API that cannot be carried out, as its `Status` object says it. Callers decide
/// by [#reason()]; the message is for people.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Why, with the HTTP status code and the word that clients see.
    public enum Reason {
        BAD_REQUEST(400, "BadRequest"),
        UNAUTHORIZED(401, "Unauthorized"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "NotFound"),
        METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
        NOT_ACCEPTABLE(406, "NotAcceptable"),
        ALREADY_EXISTS(409, "AlreadyExists"),
        CONFLICT(409, "Conflict"),
        EXPIRED(410, "Expired"),
        TOO_LARGE(413, "RequestEntityTooLarge"),
        UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType"),
        INVALID(422, "Invalid"),
        TOO_MANY_REQUESTS(429, "TooManyRequests"),
        INTERNAL(500, "InternalError"),
        UNAVAILABLE(503, "ServiceUnavailable"),
        TIMEOUT(504, "Timeout"),
        /// The disk is full or writing is otherwise impossible; reads go on.
        EXHAUSTED(507, "InsufficientStorage");

        private final int code;
        private final String word;

        Reason(int code, String word) {
            this.code = code;
            this.word = word;
        }

        public int code() {
            return code;
        }

        public String word() {
            return word;
        }
    }

    /// One thing that is wrong: the field's path (`spec.replicas`), the API's word for the fault
    /// (`FieldValueInvalid`), and the message.
    public record Cause(String field, String reason, String message) {}

    private final Reason reason;
    private final transient @Nullable GroupVersionKind type;
    private final transient @Nullable ObjectKey key;
    private final transient List<Cause> causes;

    public ApiException(
            Reason reason,
            String message,
            @Nullable GroupVersionKind type,
            @Nullable ObjectKey key,
            List<Cause> causes) {
        super(requireNonNull(message, "message"));
        this.reason = requireNonNull(reason, "reason");
        this.type = type;
        this.key = key;
        this.causes = List.copyOf(causes);
    }

    public ApiException(Reason reason, String message) {
        this(reason, message, null, null, List.of());
    }

    public static ApiException badRequest(String message) {
        return new ApiException(Reason.BAD_REQUEST, message);
    }

    public static ApiException notFound(Kind<?> kind, ObjectKey key) {
        return new ApiException(
                Reason.NOT_FOUND,
                qualified(kind) + " \"" + key.name() + "\" not found",
                kind.type(),
                key,
                List.of());
    }

    public static ApiException alreadyExists(Kind<?> kind, ObjectKey key) {
        return new ApiException(
                Reason.ALREADY_EXISTS,
                qualified(kind) + " \"" + key.name() + "\" already exists",
                kind.type(),
                key,
                List.of());
    }

    public static ApiException conflict(Kind<?> kind, ObjectKey key) {
        return new ApiException(
                Reason.CONFLICT,
                "Operation cannot be fulfilled on "
                        + qualified(kind)
                        + " \""
                        + key.name()
                        + "\": the object has been modified; please apply your changes to the"
                        + " latest version and try again",
                kind.type(),
                key,
                List.of());
    }

    /// Says all that is wrong with an object.
    public static ApiException invalid(Kind<?> kind, ObjectKey key, List<Cause> causes) {
        GroupVersionKind type = kind.type();
        String name = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
        List<String> faults =
                causes.stream()
                        .map(cause -> cause.field() + ": " + cause.message())
                        .distinct()
                        .toList();
        String what = String.join(", ", faults);
        return new ApiException(
                Reason.INVALID,
                "%s \"%s\" is invalid: %s"
                        .formatted(name, key.name(), faults.size() > 1 ? "[" + what + "]" : what),
                type,
                key,
                causes);
    }

    public Reason reason() {
        return reason;
    }

    public @Nullable GroupVersionKind type() {
        return type;
    }

    public @Nullable ObjectKey key() {
        return key;
    }

    public List<Cause> causes() {
        return causes;
    }

    private static String qualified(Kind<?> kind) {
        return kind.type().group().isEmpty()
                ? kind.plural()
                : kind.plural() + "." + kind.type().group();
    }
}
