package dev.slipway.metric.http;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `/metadata` and `/query_exemplars`. Thread-safe.
final class MetadataEndpoints {
    private final Queries queries;
    private final Supplier<Map<String, Metadata>> metadata;
    private final Exemplars exemplars;

    MetadataEndpoints(
            Queries queries, Supplier<Map<String, Metadata>> metadata, Exemplars exemplars) {
        this.queries = queries;
        this.metadata = metadata;
        this.exemplars = exemplars;
    }

    Reply metadata(Call call) {
        int limit = call.params().limit("limit");
        String metric = call.params().text("metric");
        Map<String, Metadata> all = metadata.get();
        return Reply.data(json -> {
            json.beginObject();
            int written = 0;
            for (Map.Entry<String, Metadata> each : all.entrySet()) {
                boolean wanted = metric.isEmpty() || each.getKey().equals(metric);
                if (wanted && written++ < limit) {
                    json.key(each.getKey()).beginArray().beginObject();
                    members(each.getValue(), json);
                    json.endObject().endArray();
                }
            }
            json.endObject();
        });
    }

    static void members(Metadata metadata, JsonWriter json) {
        json.member("type", metadata.type().text());
        json.member("help", metadata.help()).member("unit", metadata.unit());
    }

    Reply exemplars(Call call) {
        Params params = call.params();
        long start = params.timeMillis("start", Params.TIME_MIN);
        long end = params.timeMillis("end", Params.TIME_MAX);
        if (end < start) {
            throw CallException.invalid("end", "end timestamp must not be before start timestamp");
        }
        String query = params.text("query");
        List<List<Matcher>> selectors;
        try {
            Expr expr = queries.parse(query);
            selectors = Selectors.in(expr);
        } catch (SyntaxException e) {
            throw CallException.invalid("query", query, e);
        }
        Map<Labels, List<Exemplar>> found = new TreeMap<>();
        if (!selectors.isEmpty()) {
            exemplars.find(selectors, start, end, found::put);
        }
        return Reply.data(json -> {
            json.beginArray();
            found.forEach((labels, list) -> write(labels, list, json));
            json.endArray();
        });
    }

    private static void write(Labels labels, List<Exemplar> exemplars, JsonWriter json) {
        json.beginObject().key("seriesLabels").labels(labels).key("exemplars").beginArray();
        for (Exemplar each : exemplars) {
            json.beginObject().key("labels").labels(each.labels());
            json.key("value").quotedNumber(each.value());
            json.key("timestamp").seconds(each.timeMillis()).endObject();
        }
        json.endArray().endObject();
    }
}
