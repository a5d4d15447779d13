package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The table of releases: what, how it ended, how long it took, and who began it.
final class ReleaseRecordColumns {
    private ReleaseRecordColumns() {}

    static List<Column> all() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Workload",
                        "The workload that got a new version.",
                        (release, now) -> workload(release)),
                Columns.number(
                        "Revision",
                        "The number of the new version.",
                        Columns.numberAt("/spec/revision")),
                Columns.text(
                        "Outcome",
                        "How it ended, or that it goes on.",
                        (release, now) -> release.at("/status/outcome").asText("InProgress")),
                Columns.text(
                        "Duration",
                        "How long it took, or takes so far.",
                        ReleaseRecordColumns::duration),
                Columns.text("Who", "Who changed the template.", Columns.textOrNoneAt("/spec/who")),
                Columns.AGE,
                Columns.wide("Reason", "Why it ended so.", Columns.textOrNoneAt("/status/reason")));
    }

    private static String workload(ObjectNode release) {
        return release.at("/spec/workload/kind").asText("")
                + "/"
                + release.at("/spec/workload/name").asText("");
    }

    private static String duration(ObjectNode release, Instant now) {
        if (release.at("/status/durationSeconds").isNumber()) {
            return Ages.describe(
                    Duration.ofSeconds(release.at("/status/durationSeconds").asLong()));
        }
        boolean over = release.at("/status/finished").isTextual();
        return over ? "<unknown>" : Ages.since(release.at("/spec/started"), now);
    }
}
