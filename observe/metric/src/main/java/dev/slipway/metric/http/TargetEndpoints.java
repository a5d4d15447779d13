package dev.slipway.metric.http;

import dev.slipway.metric.http.ScrapeTargets.Active;
import dev.slipway.metric.http.ScrapeTargets.Dropped;
import dev.slipway.scrape.config.ConfigDurations;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/// `/targets`, `/targets/metadata`, `/scrape_pools` and `/alertmanagers`. Thread-safe.
final class TargetEndpoints {
    private final Supplier<ScrapeTargets> targets;
    private final Supplier<AlertmanagerUrls> alertmanagers;

    TargetEndpoints(Supplier<ScrapeTargets> targets, Supplier<AlertmanagerUrls> alertmanagers) {
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
        ScrapeTargets now = targets.get();
        return Reply.data(json -> {
            json.beginObject().key("activeTargets").beginArray();
            for (Active each : showsActive ? now.active() : List.<Active>of()) {
                if (pool.isEmpty() || each.pool().equals(pool)) {
                    active(each, json);
                }
            }
            json.endArray().key("droppedTargets").beginArray();
            for (Dropped each : showsDropped ? now.dropped() : List.<Dropped>of()) {
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

    private static void active(Active target, JsonWriter json) {
        json.beginObject().key("discoveredLabels").labels(target.discovered());
        json.key("labels").labels(target.labels());
        json.member("scrapePool", target.pool()).member("scrapeUrl", target.url());
        json.member("globalUrl", target.globalUrl());
        json.member("lastError", target.last().error());
        json.member("lastScrape", Times.text(target.last().time()));
        json.key("lastScrapeDuration").number(Times.seconds(target.last().took()));
        json.member("health", target.last().health());
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
        ScrapeTargets now = targets.get();
        return Reply.data(json -> {
            json.beginArray();
            int written = 0;
            for (Active target : now.active()) {
                if (!matchers.stream().allMatch(each -> each.matches(target.labels()))) {
                    continue;
                }
                for (Map.Entry<String, Metadata> each : target.last().metadata().entrySet()) {
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
            Active target, String metric, boolean named, Metadata metadata, JsonWriter json) {
        json.beginObject().key("target").labels(target.labels());
        if (named) {
            json.member("metric", metric);
        }
        MetadataEndpoints.members(metadata, json);
        json.endObject();
    }

    private Reply pools(Call call) {
        List<String> pools = List.copyOf(new TreeSet<>(targets.get().pools()));
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
