package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.util.ArrayList;
import java.util.List;

/// The table of checks: how each is doing, and since when.
final class CheckColumns {
    private CheckColumns() {}

    static List<Column> all() {
        return List.of(
                Columns.NAME,
                Columns.text("State", "What the newest run came to.", (check, now) -> state(check)),
                Columns.text(
                        "Since",
                        "The time for which it has been in this state.",
                        (check, now) -> Ages.since(check.at("/status/lastTransitionTime"), now)),
                Columns.text(
                        "Summary",
                        "What the plugin said when the state changed.",
                        Columns.textOrNoneAt("/status/summary")),
                Columns.AGE,
                Columns.wide(
                        "Command",
                        "The program and its arguments.",
                        (check, now) -> command(check)));
    }

    /// `CRITICAL`, and in brackets what makes it less than certain.
    private static String state(ObjectNode check) {
        if (check.at("/spec/suspend").asBoolean(false)) {
            return "suspended";
        }
        JsonNode status = check.path("status");
        String state = Trees.text(status, "state");
        if (state.isEmpty()) {
            return "pending";
        }
        List<String> doubts = new ArrayList<>();
        if (Trees.text(status, "stateType").equals("SOFT")) {
            doubts.add("attempt " + status.path("attempt").asInt());
        }
        if (status.path("flapping").asBoolean(false)) {
            doubts.add("flapping");
        }
        return doubts.isEmpty() ? state : state + " (" + String.join(", ", doubts) + ")";
    }

    private static String command(ObjectNode check) {
        List<String> words = new ArrayList<>();
        check.at("/spec/command").forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }
}
