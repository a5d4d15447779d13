package dev.slipway.server;

import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.model.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Rollouts and Deployments together. Of two that have the same name the Rollout is meant.
/// Thread-safe.
record AllReleases(ReleaseViews rollouts, ReleaseViews deployments) implements ReleaseViews {
    @Override
    public List<ReleaseView> all() {
        List<ReleaseView> all = new ArrayList<>(rollouts.all());
        all.addAll(deployments.all());
        all.sort(Comparator.comparing(ReleaseView::key));
        return all;
    }

    @Override
    public Optional<ReleaseView> find(ObjectKey key) {
        return rollouts.find(key).or(() -> deployments.find(key));
    }
}
