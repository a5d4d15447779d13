package dev.slipway.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version that is judged: while it shares the traffic with another ([SideBySide]), or after it
/// took over all of it ([BeforeAndAfter]). For one thread.
sealed interface Comparison permits SideBySide, BeforeAndAfter {

    /// Takes a second into account. The guard may be another one than before as far as it does not
    /// matter to the numbers ([Guard#judgesLike]).
    void observe(Second second, Guard guard);

    /// What is known now; null before anything is.
    @Nullable Opinion opinion();

    /// What has to be kept to go on after a restart, as words without blanks at either end.
    String state();

    /// What the judged version (the candidate) and the other one (nothing, if it has gone) did in a
    /// stretch of time. `shares` says whether the candidate was to get any traffic;
    /// `newestInstance` is when its newest process started, null if that is not known.
    record Second(
            Instant begin,
            Instant end,
            boolean shares,
            TrafficFigures candidate,
            TrafficFigures other,
            @Nullable Instant newestInstance) {}

    /// A verdict, and what follows from it.
    record Opinion(Verdict verdict, ReleaseView.Advice advice) {}
}
