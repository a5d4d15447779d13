package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The tables of the core group, apart from pods and services.
final class CoreColumns {
    private static final String ROLE_LABEL = "node-role.kubernetes.io/";

    private CoreColumns() {}

    static List<Column> namespaces() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Status", "`Active` or `Terminating`.", Columns.textAt("/status/phase")),
                Columns.AGE);
    }

    static List<Column> configMaps() {
        return List.of(
                Columns.NAME,
                Columns.number(
                        "Data",
                        "How many entries it has.",
                        (object, now) ->
                                object.path("data").size() + object.path("binaryData").size()),
                Columns.AGE);
    }

    static List<Column> secrets() {
        return List.of(
                Columns.NAME,
                Columns.text("Type", "What the entries mean.", Columns.textAt("/type")),
                Columns.number(
                        "Data",
                        "How many entries it has.",
                        (object, now) -> object.path("data").size()),
                Columns.AGE);
    }

    static List<Column> serviceAccounts() {
        return List.of(
                Columns.NAME,
                Columns.number(
                        "Secrets",
                        "How many secrets it may use.",
                        (object, now) -> object.path("secrets").size()),
                Columns.AGE);
    }

    static List<Column> leases() {
        return List.of(
                Columns.NAME,
                Columns.text("Holder", "Who has it.", Columns.textAt("/spec/holderIdentity")),
                Columns.AGE);
    }

    static List<Column> runtimeClasses() {
        return List.of(
                Columns.NAME,
                Columns.text("Handler", "Who runs the pods.", Columns.textAt("/handler")),
                Columns.AGE);
    }

    static List<Column> nodes() {
        return List.of(
                Columns.NAME,
                Columns.text("Status", "Whether it is ready.", (node, now) -> status(node)),
                Columns.text("Roles", "What it is there for.", (node, now) -> roles(node)),
                Columns.AGE,
                Columns.text(
                        "Version",
                        "The version of its agent.",
                        Columns.textAt("/status/nodeInfo/kubeletVersion")),
                Columns.wide(
                        "Internal-IP",
                        "Its address inside.",
                        (node, now) -> address(node, "InternalIP")),
                Columns.wide(
                        "External-IP",
                        "Its address outside.",
                        (node, now) -> address(node, "ExternalIP")),
                Columns.wide(
                        "OS-Image", "Its operating system.", (node, now) -> known(node, "osImage")),
                Columns.wide(
                        "Kernel-Version",
                        "Its kernel.",
                        (node, now) -> known(node, "kernelVersion")),
                Columns.wide(
                        "Container-Runtime",
                        "What runs its containers.",
                        (node, now) -> known(node, "containerRuntimeVersion")));
    }

    private static String status(ObjectNode node) {
        String result = "Unknown";
        for (JsonNode condition : node.at("/status/conditions")) {
            if (Trees.text(condition, "type").equals("Ready")) {
                result = Trees.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        boolean closed = node.at("/spec/unschedulable").asBoolean(false);
        return closed ? result + ",SchedulingDisabled" : result;
    }

    private static String roles(ObjectNode node) {
        List<String> roles = new ArrayList<>();
        for (var label : node.at("/metadata/labels").properties()) {
            if (label.getKey().startsWith(ROLE_LABEL)) {
                roles.add(label.getKey().substring(ROLE_LABEL.length()));
            }
        }
        roles.sort(null);
        return Columns.orNone(String.join(",", roles));
    }

    private static String address(ObjectNode node, String type) {
        for (JsonNode address : node.at("/status/addresses")) {
            if (Trees.text(address, "type").equals(type)) {
                return Trees.text(address, "address");
            }
        }
        return Columns.NONE;
    }

    private static String known(ObjectNode node, String field) {
        String text = node.at("/status/nodeInfo").path(field).asText("");
        return text.isEmpty() ? "<unknown>" : text;
    }

    static List<Column> events() {
        return List.of(
                Columns.text(
                        "Last Seen",
                        "When it happened the last time.",
                        (event, now) -> Ages.since(lastTime(event), now)),
                Columns.text("Type", "`Normal` or `Warning`.", Columns.textAt("/type")),
                Columns.text("Reason", "What happened, in a word.", Columns.textAt("/reason")),
                Columns.text("Object", "What it is about.", (event, now) -> about(event)),
                Columns.wide(
                        "Subobject",
                        "The part of it.",
                        Columns.textAt("/involvedObject/fieldPath")),
                Columns.wide("Source", "Who tells it.", (event, now) -> source(event)),
                Columns.text(
                        "Message",
                        "What happened.",
                        (event, now) -> event.path("message").asText("").strip()),
                Columns.wide(
                        "First Seen",
                        "When it happened the first time.",
                        (event, now) -> Ages.since(firstTime(event), now)),
                Columns.wide(
                        "Count",
                        "How often it happened.",
                        (event, now) ->
                                Long.toString(
                                        Math.max(
                                                event.at("/series/count").asLong(0),
                                                event.path("count").asLong(1)))),
                new Column(
                        "Name",
                        "string",
                        1,
                        "The name of the event.",
                        Columns.textAt("/metadata/name")));
    }

    private static JsonNode firstTime(ObjectNode event) {
        JsonNode first = event.path("firstTimestamp");
        return first.isTextual() ? first : event.path("eventTime");
    }

    private static JsonNode lastTime(ObjectNode event) {
        JsonNode series = event.at("/series/lastObservedTime");
        if (series.isTextual()) {
            return series;
        }
        JsonNode last = event.path("lastTimestamp");
        return last.isTextual() ? last : firstTime(event);
    }

    private static String about(ObjectNode event) {
        JsonNode involved = event.path("involvedObject");
        String kind = Trees.text(involved, "kind").toLowerCase(Locale.ROOT);
        String name = Trees.text(involved, "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(ObjectNode event) {
        String component = event.at("/source/component").asText("");
        String host = event.at("/source/host").asText("");
        String who = component.isEmpty() ? Trees.text(event, "reportingComponent") : component;
        return host.isEmpty() ? who : who + ", " + host;
    }
}
