package dev.slipway.metric;

import dev.slipway.metric.http.ScrapeTargets;
import dev.slipway.scrape.Target;
import dev.slipway.scrape.TargetStatus;
import dev.slipway.scrape.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is scraped, as the API shows it.
final class CollectedTargets {
    private CollectedTargets() {}

    static ScrapeTargets of(Targets targets) {
        List<ScrapeTargets.Active> active =
                targets.active().stream().map(CollectedTargets::active).toList();
        List<ScrapeTargets.Dropped> dropped =
                targets.dropped().stream()
                        .map(each -> new ScrapeTargets.Dropped(each.pool(), each.discovered()))
                        .toList();
        Map<String, Integer> counts = new HashMap<>();
        dropped.forEach(each -> counts.merge(each.pool(), 1, Integer::sum));
        return new ScrapeTargets(active, dropped, targets.pools(), counts);
    }

    private static ScrapeTargets.Active active(TargetStatus status) {
        Target target = status.target();
        String url = target.url().toString();
        return new ScrapeTargets.Active(
                status.pool(),
                target.discovered(),
                target.labels(),
                url,
                url,
                target.interval(),
                target.timeout(),
                new ScrapeTargets.LastScrape(
                        status.lastScrape(),
                        status.lastScrapeDuration(),
                        status.health().text(),
                        status.lastError(),
                        status.metadata()));
    }
}
