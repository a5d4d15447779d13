package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The tables of Stacks and of their runs.
final class StackColumns {
    private StackColumns() {}

    static List<Column> stacks() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Phase",
                        "Planning, AwaitingApproval, Applying, Applied, Drifted or Failed.",
                        Columns.textAt("/status/phase")),
                Columns.text("Run", "The newest run.", Columns.textOrNoneAt("/status/run")),
                Columns.text(
                        "Drift",
                        "How many objects were found changed by others.",
                        (stack, now) -> stack.at("/status/drift/count").asText("")),
                Columns.AGE,
                Columns.wide(
                        "Revision",
                        "The commit that was last looked at.",
                        Columns.textOrNoneAt("/status/revision")),
                Columns.wide("Message", "Why it is as it is.", Columns.textAt("/status/message")));
    }

    static List<Column> runs() {
        return List.of(
                Columns.NAME,
                Columns.text("Stack", "The Stack.", Columns.textAt("/spec/stack")),
                Columns.text("Reason", "Why it was planned.", Columns.textAt("/spec/reason")),
                Columns.text("Phase", "How far it has come.", Columns.textAt("/status/phase")),
                Columns.text(
                        "Changes",
                        "Objects to add, change and destroy.",
                        (run, now) -> changes(run)),
                Columns.AGE,
                Columns.wide(
                        "Approved by",
                        "Who approved the plan.",
                        Columns.textOrNoneAt("/status/approvedBy")));
    }

    private static String changes(ObjectNode run) {
        JsonNode changes = run.at("/status/changes");
        return changes.isObject()
                ? "+"
                        + changes.path("added").asInt(0)
                        + " ~"
                        + changes.path("changed").asInt(0)
                        + " -"
                        + changes.path("destroyed").asInt(0)
                : "";
    }
}
