package dev.slipway.console;

import dev.slipway.model.ObjectKey;
import java.time.Instant;
import java.util.List;

/// What the two versions of a release have done, second by second. The console states here what it
/// needs; the server answers from whoever leads the release.
@FunctionalInterface
public interface ReleaseHistory {
    /// The newest samples of a `Rollout` or `Deployment`, oldest first; empty if it has none.
    List<Sample> samples(String kind, ObjectKey workload);

    /// One moment. Rates are per second; `weight` is the new version's share in per cent.
    record Sample(Instant at, int weight, Rates stable, Rates canary) {}

    /// Requests and failures per second.
    record Rates(double requests, double failures) {}
}
