package dev.slipway.evidence;

import java.util.List;

/// What a reconciler saw of a release last. `sources` are where the traffic of the two versions is
/// to be counted.
public record Observed(
        ReleaseView.State state,
        ReleaseView.Versions versions,
        boolean aborted,
        Guard.Strictness strictness,
        List<RevisionTraffic.Source> sources) {
    public Observed {
        sources = List.copyOf(sources);
    }

    boolean judges() {
        return versions.updating() && !aborted && strictness != Guard.Strictness.OFF;
    }
}
