package dev.slipway.proxy;

import dev.slipway.proxy.BackendPlan.Candidate;
import dev.slipway.proxy.BackendPlan.Revision;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Chooses endpoints: a revision by weight where the backend has weights, then the endpoint with
/// the fewest requests in flight: of all where there are few, else the better of two drawn at
/// random, which is nearly as even and does not grow with their number.
///
/// Shares are drawn at random rather than dealt in turn: a client whose requests follow a pattern
/// would otherwise send one kind of them to one revision, and the comparison of revisions would
/// compare kinds of requests. Users of sticky routes are placed instead, see [Places].
final class Balancer {
    private static final int EXACT_MAX = 8;

    private final SplittableRandom random;

    Balancer(SplittableRandom random) {
        this.random = random;
    }

    /// A random number, for whoever needs one.
    long number() {
        return random.nextLong();
    }

    /// Whether something happens that happens in `numerator` of `denominator` cases.
    boolean happens(int numerator, int denominator) {
        return numerator == denominator || random.nextInt(denominator) < numerator;
    }

    /// Draws a backend by weight, for a place the same as long as the weights are; null where there
    /// is none.
    @Nullable BackendShare draw(RoutePlan plan, long place) {
        BackendShare[] shares = plan.shares();
        if (shares.length < 2) {
            return shares.length == 0 ? null : shares[0];
        }
        if (place != Places.NONE) {
            return placed(shares, place);
        }
        int drawn = random.nextInt(plan.weightSum());
        int i = 0;
        while (drawn >= shares[i].weight()) {
            drawn -= shares[i].weight();
            i++;
        }
        return shares[i];
    }

    private static BackendShare placed(BackendShare[] shares, long place) {
        BackendShare best = shares[0];
        double bestScore = -1;
        for (BackendShare share : shares) {
            double score = Places.score(place, share.salt(), share.weight());
            if (score > bestScore) {
                best = share;
                bestScore = score;
            }
        }
        return best;
    }

    /// Chooses an endpoint not yet `tried`; one that is avoided only where there is no other. Null
    /// where none is left.
    @Nullable Candidate pick(BackendPlan plan, List<Upstream> tried, long now, long place) {
        Candidate chosen = null;
        if (plan.drawn().length > 0) {
            chosen = least(draw(plan, place).ready(), tried, now);
        }
        return chosen == null ? least(plan.usable(), tried, now) : chosen;
    }

    private Revision draw(BackendPlan plan, long place) {
        Revision[] revisions = plan.drawn();
        if (place != Places.NONE && revisions.length > 1) {
            return placed(revisions, place);
        }
        int drawn = revisions.length == 1 ? 0 : random.nextInt(plan.weightSum());
        int i = 0;
        while (drawn >= revisions[i].weight()) {
            drawn -= revisions[i].weight();
            i++;
        }
        return revisions[i];
    }

    private static Revision placed(Revision[] revisions, long place) {
        Revision best = revisions[0];
        double bestScore = -1;
        for (Revision revision : revisions) {
            double score = Places.score(place, revision.salt(), revision.weight());
            if (score > bestScore) {
                best = revision;
                bestScore = score;
            }
        }
        return best;
    }

    private @Nullable Candidate least(Candidate[] candidates, List<Upstream> tried, long now) {
        if (candidates.length == 0) {
            return null;
        }
        if (candidates.length > EXACT_MAX) {
            Candidate one = candidates[random.nextInt(candidates.length)];
            Candidate other = candidates[random.nextInt(candidates.length)];
            if (isFit(one, tried, now) && isFit(other, tried, now)) {
                return one.upstream().inFlight() <= other.upstream().inFlight() ? one : other;
            }
        }
        Candidate best = leastOfAll(candidates, tried, now);
        return best == null ? leastOfAvoided(candidates, tried) : best;
    }

    private @Nullable Candidate leastOfAll(Candidate[] candidates, List<Upstream> tried, long now) {
        int offset = candidates.length == 1 ? 0 : random.nextInt(candidates.length);
        Candidate best = null;
        int bestInFlight = Integer.MAX_VALUE;
        for (int i = 0; i < candidates.length; i++) {
            int at = i + offset;
            Candidate candidate = candidates[at < candidates.length ? at : at - candidates.length];
            int inFlight = candidate.upstream().inFlight();
            if (inFlight < bestInFlight && isFit(candidate, tried, now)) {
                best = candidate;
                bestInFlight = inFlight;
            }
        }
        return best;
    }

    private static @Nullable Candidate leastOfAvoided(
            Candidate[] candidates, List<Upstream> tried) {
        Candidate best = null;
        for (Candidate candidate : candidates) {
            boolean better =
                    best == null || candidate.upstream().inFlight() < best.upstream().inFlight();
            if (better && !tried.contains(candidate.upstream())) {
                best = candidate;
            }
        }
        return best;
    }

    private static boolean isFit(Candidate candidate, List<Upstream> tried, long now) {
        Upstream upstream = candidate.upstream();
        return !upstream.isAvoided(now) && (tried.isEmpty() || !tried.contains(upstream));
    }
}
