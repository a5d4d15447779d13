package dev.slipway.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reconciler saw of a release last.
///
/// - `sources`: where the traffic of the two versions is to be counted.
/// - `newestInstance`: when the newest ready pod of the current version started; null if that is
///   not known. A fresh process is slow for a while, and that does not count against it.
/// - `keptState`: the [ReleaseView.Judgement#state()] that was kept last, with which a watch that
///   does not know the release goes on; null if there is none.
public record Observed(
        ReleaseView.State state,
        ReleaseView.Versions versions,
        boolean aborted,
        Guard guard,
        List<RevisionTraffic.Source> sources,
        @Nullable Instant newestInstance,
        @Nullable String keptState) {
    public Observed {
        requireNonNull(state, "state");
        requireNonNull(versions, "versions");
        requireNonNull(guard, "guard");
        sources = List.copyOf(sources);
    }

    public Observed(
            ReleaseView.State state,
            ReleaseView.Versions versions,
            boolean aborted,
            Guard guard,
            List<RevisionTraffic.Source> sources) {
        this(state, versions, aborted, guard, sources, null, null);
    }

    public Observed withNewestInstance(@Nullable Instant started) {
        return new Observed(state, versions, aborted, guard, sources, started, keptState);
    }

    public Observed withKeptState(@Nullable String kept) {
        return new Observed(state, versions, aborted, guard, sources, newestInstance, kept);
    }

    boolean judges() {
        return versions.updating() && !aborted && !guard.isOff();
    }
}
