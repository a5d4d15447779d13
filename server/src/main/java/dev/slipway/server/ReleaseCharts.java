package dev.slipway.server;

import dev.slipway.console.ReleaseHistory;
import dev.slipway.evidence.Evidence;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.model.ObjectKey;
import java.util.List;

/// What the rollout controller has seen second by second, as the console draws it. Thread-safe.
final class ReleaseCharts implements ReleaseHistory {
    private final ReleaseViews views;

    ReleaseCharts(ReleaseViews views) {
        this.views = views;
    }

    @Override
    public List<Sample> samples(String namespace, String name) {
        return views.find(new ObjectKey(namespace, name)).map(ReleaseView::seconds).stream()
                .flatMap(List::stream)
                .map(ReleaseCharts::sample)
                .toList();
    }

    private static Sample sample(ReleaseView.Second second) {
        return new Sample(
                second.end(),
                second.canaryWeight(),
                rates(second.stable()),
                rates(second.canary()));
    }

    private static Rates rates(Evidence evidence) {
        return new Rates(evidence.requests(), evidence.failures());
    }
}
