package dev.slipway.metric.http;

import dev.slipway.scrape.Target;
import dev.slipway.scrape.TargetStatus;
import dev.slipway.scrape.Targets;
import dev.slipway.scrape.config.ConfigDurations;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// `/targets`, `/targets/metadata`, `/scrape_pools` and `/alertmanagers`. Thread-safe.
final class TargetEndpoints {
    private final Supplier<Targets> targets;
    private final Supplier<AlertmanagerUrls> alertmanagers;

    TargetEndpoints(Supplier<Targets> targets, Supplier<AlertmanagerUrls> alertmanagers) {
        this.targets = targets;
        this.alertmanagers = alertmanagers;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/targets", this::targets);
        routes.get("/api/v1/targets/metadata", this::metadata);
        routes.get("/api/v1/scrape_pools", this::pools);
        routes.get("/api/v1/alertmanagers", this::alertmanagers);
    }

    private Reply targets(Call call) {
        String state = call.params().text("state");
        String pool = call.params().text("scrapePool");
        boolean any = state.isEmpty() || state.equals("any");
        boolean showsActive = any || state.equals("active");
        boolean showsDropped = any || state.equals("dropped");
        Targets now = targets.get();
        return Reply.data(json -> {
            json.beginObject().key("activeTargets").beginArray();
            for (TargetStatus each : showsActive ? now.active() : List.<TargetStatus>of()) {
                if (pool.isEmpty() || each.pool().equals(pool)) {
                    active(each, json);
                }
            }
            json.endArray().key("droppedTargets").beginArray();
            for (Targets.Dropped each : showsDropped ? now.dropped() : List.<Targets.Dropped>of()) {
                if (pool.isEmpty() || each.pool().equals(pool)) {
                    json.beginObject().key("discoveredLabels").labels(each.discovered());
                    json.member("scrapePool", each.pool()).endObject();
                }
            }
            json.endArray().key("droppedTargetCounts");
            if (showsDropped) {
                json.beginObject();
                now.droppedCounts().forEach(json::member);
                json.endObject();
            } else {
                json.nothing();
            }
            json.endObject();
        });
    }

    /// Others reach a target where this server does: that is what `globalUrl` says.
    private static void active(TargetStatus status, JsonWriter json) {
        Target target = status.target();
        String url = target.url().toString();
        json.beginObject().key("discoveredLabels").labels(target.discovered());
        json.key("labels").labels(target.labels());
        json.member("scrapePool", status.pool()).member("scrapeUrl", url);
        json.member("globalUrl", url);
        json.member("lastError", status.lastError());
        json.member("lastScrape", Times.text(status.lastScrape()));
        json.key("lastScrapeDuration").number(Times.seconds(status.lastScrapeDuration()));
        json.member("health", status.health().text());
        json.member("scrapeInterval", ConfigDurations.text(target.interval()));
        json.member("scrapeTimeout", ConfigDurations.text(target.timeout())).endObject();
    }

    private Reply metadata(Call call) {
        Params params = call.params();
        int limit = params.limit("limit");
        String metric = params.text("metric");
        String selector = params.text("match_target");
        List<Matcher> matchers =
                selector.isEmpty() ? List.of() : Params.selector("match_target", selector);
        Targets now = targets.get();
        return Reply.data(json -> {
            json.beginArray();
            int written = 0;
            for (TargetStatus status : now.active()) {
                Labels target = status.target().labels();
                if (!matchers.stream().allMatch(each -> each.matches(target))) {
                    continue;
                }
                for (Map.Entry<String, Metadata> each : status.metadata().entrySet()) {
                    boolean wanted = metric.isEmpty() || each.getKey().equals(metric);
                    if (wanted && written++ < limit) {
                        described(target, each.getKey(), metric.isEmpty(), each.getValue(), json);
                    }
                }
            }
            json.endArray();
        });
    }

    /// The metric's name stands only where it was not asked for.
    private static void described(
            Labels target, String metric, boolean named, Metadata metadata, JsonWriter json) {
        json.beginObject().key("target").labels(target);
        if (named) {
            json.member("metric", metric);
        }
        MetadataEndpoints.members(metadata, json);
        json.endObject();
    }

    private Reply pools(Call call) {
        List<String> pools = List.copyOf(targets.get().pools());
        return Reply.data(json -> json.beginObject().key("scrapePools").strings(pools).endObject());
    }

    private Reply alertmanagers(Call call) {
        AlertmanagerUrls now = alertmanagers.get();
        return Reply.data(json -> {
            json.beginObject();
            urls("activeAlertmanagers", now.active(), json);
            urls("droppedAlertmanagers", now.dropped(), json);
            json.endObject();
        });
    }

    private static void urls(String name, List<String> urls, JsonWriter json) {
        json.key(name).beginArray();
        urls.forEach(url -> json.beginObject().member("url", url).endObject());
        json.endArray();
    }
}
