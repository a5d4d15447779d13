package dev.slipway.terraform.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where two trees of JSON differ, briefly enough to be read.
final class JsonDifferences {
    private static final int LENGTH_MAX = 200;

    private JsonDifferences() {}

    static List<String> of(JsonNode expected, JsonNode actual) {
        List<String> found = new ArrayList<>();
        compare("", expected, actual, found);
        return found;
    }

    private static void compare(
            String path, JsonNode expected, JsonNode actual, List<String> found) {
        if (expected.equals(actual)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    compare(path + "." + name, expected.path(name), actual.path(name), found));
        } else if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                compare(path + "[" + i + "]", expected.path(i), actual.path(i), found);
            }
        } else {
            found.add(path + ": expected " + brief(expected) + ", was " + brief(actual));
        }
    }

    private static String brief(JsonNode json) {
        String text = json.isMissingNode() ? "nothing" : json.toString();
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    }
}
