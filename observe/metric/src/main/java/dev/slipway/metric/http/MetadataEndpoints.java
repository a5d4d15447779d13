package dev.slipway.metric.http;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Exemplar;
import dev.slipway.series.ExemplarSource;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import dev.slipway.series.MetadataSource;
import dev.slipway.series.SeriesExemplars;
import java.util.List;
import java.util.Map;

/// `/metadata` and `/query_exemplars`. Thread-safe.
final class MetadataEndpoints {
    private final Queries queries;
    private final MetadataSource metadata;
    private final ExemplarSource exemplars;

    MetadataEndpoints(Queries queries, MetadataSource metadata, ExemplarSource exemplars) {
        this.queries = queries;
        this.metadata = metadata;
        this.exemplars = exemplars;
    }

    Reply metadata(Call call) {
        int limit = call.params().limit("limit");
        String metric = call.params().text("metric");
        Map<String, Metadata> all = metadata.metadata();
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
        List<SeriesExemplars> found =
                selectors.isEmpty() ? List.of() : exemplars.exemplars(selectors, start, end);
        return Reply.data(json -> {
            json.beginArray();
            found.forEach(each -> write(each.series(), each.exemplars(), json));
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
