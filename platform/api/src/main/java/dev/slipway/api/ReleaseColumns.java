package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The table of releases: how far each has come.
final class ReleaseColumns {
    private ReleaseColumns() {}

    static List<Column> all() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Phase",
                        "Progressing, Paused, Healthy or Degraded.",
                        Columns.textAt("/status/phase")),
                Columns.text(
                        "Stage",
                        "The stage that the members go to, out of all.",
                        Columns.textAt("/status/stage")),
                Columns.AGE,
                Columns.wide(
                        "Members",
                        "The share of traffic that each member's new version has, in percent.",
                        (release, now) -> members(release)),
                Columns.wide("Message", "Why it is as it is.", Columns.textAt("/status/message")));
    }

    private static String members(ObjectNode release) {
        List<String> members = new ArrayList<>();
        for (JsonNode member : release.at("/status/members")) {
            members.add(Trees.text(member, "name") + "=" + member.path("weight").asInt(0));
        }
        return Columns.orNone(String.join(",", members));
    }
}
