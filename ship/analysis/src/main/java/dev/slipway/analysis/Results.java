package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Results as conditions see them, and as people read them. Pure.
final class Results {
    /// A longer value is cut in the status.
    static final int VALUE_LENGTH_MAX = 1_024;

    private Results() {}

    static @Nullable Object ofJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(f -> map.put(f.getKey(), ofJson(f.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(each -> list.add(ofJson(each)));
                yield list;
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER ->
                    node.isIntegralNumber() && node.canConvertToLong()
                            ? (Object) node.longValue()
                            : (Object) node.doubleValue();
            case MISSING, NULL -> null;
            default -> node.asText();
        };
    }

    /// Texts without quotes, everything else as JSON.
    static String text(JsonNode node) {
        return cut(node.isTextual() ? node.textValue() : node.toString());
    }

    static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        // Adding zero makes -0 a plain one.
        return new BigDecimal(Double.toString(value + 0.0)).stripTrailingZeros().toPlainString();
    }

    static String text(List<Double> values) {
        return cut(values.stream().map(Results::text).collect(Collectors.joining(",", "[", "]")));
    }

    private static String cut(String text) {
        return text.length() <= VALUE_LENGTH_MAX
                ? text
                : text.substring(0, VALUE_LENGTH_MAX) + "...";
    }
}
