package dev.slipway.alert.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.api.AlertCalls.Times;
import dev.slipway.alert.dispatch.AlertDispatcher;
import dev.slipway.model.Json;
import java.time.Instant;

/// `/status` and `/receivers`. Thread-safe.
final class StatusCall {
    /// The version of Alertmanager whose behaviour this is; `amtool` compares it with its own.
    private static final String VERSION = "0.28.0";

    private final AlertDispatcher dispatcher;
    private final Instant startedAt;

    StatusCall(AlertDispatcher dispatcher, Instant startedAt) {
        this.dispatcher = dispatcher;
        this.startedAt = startedAt;
    }

    ObjectNode answer() {
        ObjectNode json = Json.object();
        ObjectNode cluster = json.putObject("cluster");
        cluster.put("name", "");
        cluster.put("status", "disabled");
        cluster.putArray("peers");
        ObjectNode version = json.putObject("versionInfo");
        version.put("branch", "");
        version.put("buildDate", "");
        version.put("buildUser", "");
        version.put("goVersion", "");
        version.put("revision", "slipway");
        version.put("version", VERSION);
        json.putObject("config").put("original", dispatcher.routing().config().redactedText());
        json.put("uptime", Times.text(startedAt));
        return json;
    }

    ArrayNode receivers() {
        ArrayNode list = Json.object().putArray("receivers");
        dispatcher
                .routing()
                .config()
                .receivers()
                .keySet()
                .forEach(each -> list.addObject().put("name", each));
        return list;
    }
}
