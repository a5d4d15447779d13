package dev.slipway.server;

import dev.slipway.console.ReleaseHistory;
import dev.slipway.model.ObjectKey;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.RolloutView;
import dev.slipway.rollout.RolloutViews;
import java.util.List;

/// What the rollout controller has seen second by second, as the console draws it. Thread-safe.
final class ReleaseCharts implements ReleaseHistory {
    private final RolloutViews views;

    ReleaseCharts(RolloutViews views) {
        this.views = views;
    }

    @Override
    public List<Sample> samples(String namespace, String name) {
        return views.find(new ObjectKey(namespace, name)).map(RolloutView::seconds).stream()
                .flatMap(List::stream)
                .map(ReleaseCharts::sample)
                .toList();
    }

    private static Sample sample(RolloutView.Second second) {
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
