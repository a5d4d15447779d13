package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/// Checks: what their schema cannot say. Whether the program exists is for a run to find out.
final class CheckRules implements KindRules {
    private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]+");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final double USUAL_LOW_PERCENT = 20;
    private static final double USUAL_HIGH_PERCENT = 30;

    @Override
    public void validate(ObjectNode check, Problems problems) {
        JsonNode spec = check.path("spec");
        validateCommand(spec.path("command"), problems);
        validateFlapDetection(spec.path("flapDetection"), problems);
        validateNames(spec, "environment", VARIABLE, "must be the name of a variable", problems);
        validateNames(spec, "labels", LABEL, "must be the name of a label of a series", problems);
    }

    private static void validateCommand(JsonNode command, Problems problems) {
        if (command.isEmpty() || command.path(0).asText().isBlank()) {
            problems.required("spec.command[0]", "a program");
        }
        int index = 0;
        for (JsonNode word : command) {
            if (word.asText().indexOf('\0') >= 0) {
                problems.invalid("spec.command[" + index + "]", word, "must not hold a zero byte");
            }
            index++;
        }
    }

    private static void validateFlapDetection(JsonNode flaps, Problems problems) {
        double low = flaps.path("lowPercent").asDouble(USUAL_LOW_PERCENT);
        double high = flaps.path("highPercent").asDouble(USUAL_HIGH_PERCENT);
        if (low > high) {
            problems.invalid(
                    "spec.flapDetection.lowPercent",
                    low,
                    "must be less than or equal to `highPercent`, which is " + high);
        }
    }

    private static void validateNames(
            JsonNode spec, String field, Pattern form, String detail, Problems problems) {
        for (var entry : spec.path(field).properties()) {
            if (!form.matcher(entry.getKey()).matches()) {
                problems.invalid("spec." + field, entry.getKey(), detail);
            }
        }
    }
}
