package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException.Cause;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with an object, in the API's words. The first of several causes with the
/// same field and reason counts. Used by one thread.
public final class Problems {
    private final List<Cause> causes = new ArrayList<>();

    public void required(String field, String detail) {
        add(field, "FieldValueRequired", "Required value" + suffix(detail));
    }

    public void invalid(String field, Object value, String detail) {
        add(field, "FieldValueInvalid", "Invalid value: " + quoted(value) + suffix(detail));
    }

    /// One cause for each fault of the value.
    public void invalidAll(String field, Object value, List<String> faults) {
        for (String fault : faults) {
            invalid(field, value, fault);
        }
    }

    public void notSupported(String field, Object value, List<String> supported) {
        List<String> words = supported.stream().map(word -> "\"" + word + "\"").toList();
        add(
                field,
                "FieldValueNotSupported",
                "Unsupported value: "
                        + quoted(value)
                        + ": supported values: "
                        + String.join(", ", words));
    }

    public void duplicate(String field, Object value) {
        add(field, "FieldValueDuplicate", "Duplicate value: " + quoted(value));
    }

    public void notFound(String field, Object value) {
        add(field, "FieldValueNotFound", "Not found: " + quoted(value));
    }

    public void forbidden(String field, String detail) {
        add(field, "FieldValueForbidden", "Forbidden" + suffix(detail));
    }

    public void immutable(String field, Object value) {
        invalid(field, value, "field is immutable");
    }

    public void tooLong(String field, int max) {
        add(field, "FieldValueTooLong", "Too long: may not be more than " + max + " bytes");
    }

    public void addAll(List<Cause> more) {
        causes.addAll(more);
    }

    public List<Cause> causes() {
        List<Cause> result = new ArrayList<>();
        for (Cause cause : causes) {
            if (result.stream().noneMatch(known -> isSame(known, cause))) {
                result.add(cause);
            }
        }
        return List.copyOf(result);
    }

    public boolean isEmpty() {
        return causes.isEmpty();
    }

    private static boolean isSame(Cause left, Cause right) {
        if (!left.field().equals(right.field()) || !left.reason().equals(right.reason())) {
            return false;
        }
        // A field may be invalid in several ways; it lacks its value in one.
        return !left.reason().equals("FieldValueInvalid") || left.message().equals(right.message());
    }

    private void add(String field, String reason, String message) {
        causes.add(new Cause(field, reason, message));
    }

    private static String suffix(String detail) {
        return detail.isEmpty() ? "" : ": " + detail;
    }

    private static String quoted(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case JsonNode node -> node.toString();
            default -> value.toString();
        };
    }
}
