package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a single value has the type, format and limits that a schema asks for.
final class SchemaValues {
    private SchemaValues() {}

    /// What is wrong with the form of the value, or null.
    static @Nullable String typeFault(JsonNode value, Schema schema) {
        Schema.Type type = schema.type();
        boolean fits =
                switch (type) {
                    case ANY -> true;
                    case OBJECT -> value.isObject();
                    case ARRAY -> value.isArray();
                    case STRING -> value.isTextual() || (isQuantity(schema) && value.isNumber());
                    case INTEGER -> isWhole(value);
                    case NUMBER -> value.isNumber();
                    case BOOLEAN -> value.isBoolean();
                    case INT_OR_STRING -> value.isTextual() || isWhole(value);
                };
        if (!fits) {
            return "expected %s, found %s".formatted(type.word(), found(value));
        }
        return formatFault(value, schema.format());
    }

    /// What to do about a value of the wrong form, if it is likely a slip in the quotes; or null.
    static @Nullable String typeHint(JsonNode value, Schema schema) {
        Schema.Type type = schema.type();
        if (type == Schema.Type.STRING && (value.isNumber() || value.isBoolean())) {
            return "put it in quotes";
        }
        boolean wantsNumber = type == Schema.Type.INTEGER || type == Schema.Type.NUMBER;
        boolean isNumber = value.isTextual() && value.textValue().matches("-?[0-9]{1,18}");
        boolean isBoolean =
                value.isTextual()
                        && (value.textValue().equals("true") || value.textValue().equals("false"));
        boolean quoted = (wantsNumber && isNumber) || (type == Schema.Type.BOOLEAN && isBoolean);
        return quoted ? "remove the quotes" : null;
    }

    private static @Nullable String formatFault(JsonNode value, @Nullable String format) {
        if (format == null) {
            return null;
        }
        return switch (format) {
            case "int32", "int-or-string" ->
                    value.isNumber() && !value.canConvertToInt()
                            ? "expected a 32-bit integer, found " + value
                            : null;
            case "int64" ->
                    value.canConvertToLong() ? null : "expected a 64-bit integer, found " + value;
            case "byte" -> base64Fault(value.asText());
            case "date-time" -> timeFault(value.asText());
            case "quantity" -> quantityFault(value.asText());
            default -> null;
        };
    }

    private static @Nullable String base64Fault(String text) {
        try {
            Base64.getDecoder().decode(text);
            return null;
        } catch (IllegalArgumentException e) {
            return "expected Base64, found something else: " + e.getMessage();
        }
    }

    private static @Nullable String timeFault(String text) {
        try {
            OffsetDateTime.parse(text);
            return null;
        } catch (DateTimeParseException e) {
            return "expected a time such as 2026-01-31T08:00:00Z, found \"%s\"".formatted(text);
        }
    }

    private static @Nullable String quantityFault(String text) {
        return Quantity.isQuantity(text)
                ? null
                : "expected a quantity such as 500m or 1Gi, found \"%s\"".formatted(text);
    }

    /// Which limit the value breaks, or null.
    static @Nullable String limitFault(JsonNode value, Schema.Limits limits) {
        if (value.isNumber()) {
            return numberFault(value.decimalValue(), limits);
        }
        return value.isTextual() ? textFault(value.textValue(), limits) : null;
    }

    private static @Nullable String numberFault(BigDecimal number, Schema.Limits limits) {
        if (limits.minimum() != null && number.compareTo(limits.minimum()) < 0) {
            return "must be greater than or equal to " + limits.minimum();
        }
        if (limits.maximum() != null && number.compareTo(limits.maximum()) > 0) {
            return "must be less than or equal to " + limits.maximum();
        }
        return null;
    }

    private static @Nullable String textFault(String text, Schema.Limits limits) {
        int length = text.codePointCount(0, text.length());
        if (limits.lengthMin() != null && length < limits.lengthMin()) {
            return "must be at least %d characters long".formatted(limits.lengthMin());
        }
        if (limits.lengthMax() != null && length > limits.lengthMax()) {
            return "must be no more than %d characters".formatted(limits.lengthMax());
        }
        if (limits.pattern() != null && !Pattern.compile(limits.pattern()).matcher(text).find()) {
            return "must match the regular expression " + limits.pattern();
        }
        return null;
    }

    private static boolean isQuantity(Schema schema) {
        return "quantity".equals(schema.format());
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private static String found(JsonNode value) {
        return value.isValueNode() && !value.isNull()
                ? Patches.name(value).replaceFirst("^an? ", "") + " " + value
                : Patches.name(value);
    }
}
