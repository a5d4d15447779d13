package dev.slipway.metric.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compares two answers as what they mean: numbers within a tolerance, instant vectors in any
/// order. Stateless.
final class Answers {
    private static final double TOLERANCE = 1e-9;

    private Answers() {}

    /// Where they differ, if they do.
    static Optional<String> difference(JsonNode ours, JsonNode theirs, boolean ordered) {
        return difference("", sorted(ours, ordered), sorted(theirs, ordered));
    }

    private static JsonNode sorted(JsonNode answer, boolean ordered) {
        JsonNode copy = answer.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.remove(List.of("warnings", "infos"));
        }
        if (!ordered && copy.at("/data/result") instanceof ArrayNode result) {
            boolean series = !result.isEmpty() && result.get(0).has("metric");
            if (series) {
                List<JsonNode> all = new ArrayList<>();
                result.forEach(all::add);
                all.sort(Comparator.comparing(each -> each.path("metric").toString()));
                result.removeAll();
                result.addAll(all);
            }
        }
        return copy;
    }

    private static Optional<String> difference(String place, JsonNode ours, JsonNode theirs) {
        if (ours.isObject() && theirs.isObject()) {
            return members(place, ours, theirs);
        }
        if (ours.isArray() && theirs.isArray() && ours.size() == theirs.size()) {
            for (int i = 0; i < ours.size(); i++) {
                Optional<String> found = difference(place + "/" + i, ours.get(i), theirs.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        boolean same =
                ours.equals(theirs)
                        || (ours.isValueNode() && theirs.isValueNode() && areClose(ours, theirs));
        return same
                ? Optional.empty()
                : Optional.of(
                        place + ": " + shortened(ours) + ", Prometheus: " + shortened(theirs));
    }

    private static Optional<String> members(String place, JsonNode ours, JsonNode theirs) {
        List<String> names = new ArrayList<>();
        ours.fieldNames().forEachRemaining(names::add);
        theirs.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Optional<String> found =
                    difference(place + "/" + name, ours.path(name), theirs.path(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean areClose(JsonNode ours, JsonNode theirs) {
        try {
            double left = Double.parseDouble(ours.asText());
            double right = Double.parseDouble(theirs.asText());
            return Math.abs(left - right)
                    <= TOLERANCE * Math.max(1e-300, Math.max(Math.abs(left), Math.abs(right)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String shortened(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
