package dev.slipway.metric.http;

import dev.slipway.tsdb.TsdbStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Everything below `/api/v1/status`, and the probes. Thread-safe.
final class StatusEndpoints {
    /// The version of Prometheus whose behaviour this is: clients decide by it what to ask for.
    private static final String VERSION = "3.5.0";

    private static final int COUNTS = 10;
    private static final int COUNTS_MAX = 10_000;

    private final ServerStatus status;
    private final InstantSource clock;

    StatusEndpoints(ServerStatus status, InstantSource clock) {
        this.status = status;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/status/config", this::config);
        routes.get("/api/v1/status/flags", this::flags);
        routes.get("/api/v1/status/runtimeinfo", this::process);
        routes.get("/api/v1/status/buildinfo", this::build);
        routes.get("/api/v1/status/tsdb", this::storage);
        routes.get("/api/v1/status/walreplay", this::replay);
        routes.get("/api/v1/notifications", _ -> Reply.data(json -> json.beginArray().endArray()));
        routes.probe("/-/healthy", _ -> Reply.text(200, "Prometheus Server is Healthy.\n"));
        routes.probe("/-/ready", _ -> ready());
    }

    private Reply ready() {
        return status.isReady()
                ? Reply.text(200, "Prometheus Server is Ready.\n")
                : Reply.text(503, "Service Unavailable");
    }

    private Reply config(Call call) {
        return Reply.data(
                json -> json.beginObject().member("yaml", status.configYaml()).endObject());
    }

    private Reply flags(Call call) {
        return Reply.data(json -> {
            json.beginObject();
            status.flags().forEach(json::member);
            json.endObject();
        });
    }

    private Reply process(Call call) {
        ServerStatus.ServerProcess process = status.process();
        Instant now = clock.instant();
        return Reply.data(json -> {
            json.beginObject().member("startTime", process.startTime().toString());
            json.member("CWD", Path.of("").toAbsolutePath().toString());
            json.member("hostname", hostname());
            json.member("serverTime", now.toString());
            json.key("reloadConfigSuccess").bool(process.reloadSucceeded());
            json.member("lastConfigTime", process.lastConfigTime().toString());
            json.member("corruptionCount", process.corruptions());
            json.member("goroutineCount", Thread.activeCount());
            json.member("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
            json.member("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
            json.member("GOGC", "").member("GODEBUG", "");
            json.member("storageRetention", process.retention()).endObject();
        });
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /// Without `features`: with them Grafana takes the server for Mimir.
    private Reply build(Call call) {
        return Reply.data(json -> {
            json.beginObject().member("version", VERSION).member("revision", "slipway");
            json.member("branch", "").member("buildUser", "").member("buildDate", "");
            json.member("goVersion", "").endObject();
        });
    }

    private Reply storage(Call call) {
        int limit = COUNTS;
        String text = call.params().text("limit");
        if (!text.isEmpty()) {
            limit = Params.whole("limit", text);
            if (limit < 1) {
                throw CallException.invalid("limit", "limit must be a positive number");
            }
            if (limit > COUNTS_MAX) {
                throw CallException.invalid("limit", "limit must not exceed " + COUNTS_MAX);
            }
        }
        TsdbStatus storage = status.storage(limit);
        TsdbStatus.HeadFigures head = storage.head();
        return Reply.data(json -> {
            json.beginObject().key("headStats").beginObject();
            json.member("numSeries", head.series()).member("numLabelPairs", head.labelPairs());
            json.member("chunkCount", head.chunks()).member("minTime", head.minMillis());
            json.member("maxTime", head.maxMillis()).endObject();
            counts("seriesCountByMetricName", storage.seriesByMetric(), json);
            counts("labelValueCountByLabelName", storage.valuesByLabel(), json);
            counts("memoryInBytesByLabelName", storage.bytesByLabel(), json);
            counts("seriesCountByLabelValuePair", storage.seriesByPair(), json);
            json.endObject();
        });
    }

    private static void counts(String name, List<TsdbStatus.Entry> counts, JsonWriter json) {
        json.key(name).beginArray();
        for (TsdbStatus.Entry each : counts) {
            json.beginObject().member("name", each.name()).member("value", each.value());
            json.endObject();
        }
        json.endArray();
    }

    /// The log is read before the API is there, so that there is never anything to wait for.
    private Reply replay(Call call) {
        return Reply.data(json ->
                json.beginObject()
                        .member("min", 0L)
                        .member("max", 0L)
                        .member("current", 0L)
                        .endObject());
    }
}
