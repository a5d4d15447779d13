package dev.slipway.server;

import dev.slipway.console.ReleaseHistory;
import dev.slipway.evidence.Evidence;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was seen of releases second by second, as the console draws it. Thread-safe.
record ReleaseCharts(ReleaseViews rollouts, @Nullable ReleaseViews deployments)
        implements ReleaseHistory {
    @Override
    public List<Sample> samples(String kind, ObjectKey workload) {
        ReleaseViews views = kind.equals("Rollout") ? rollouts : deployments;
        return views == null
                ? List.of()
                : views.find(workload).map(ReleaseView::seconds).stream()
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
