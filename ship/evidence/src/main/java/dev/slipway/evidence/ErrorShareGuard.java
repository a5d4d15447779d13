package dev.slipway.evidence;

import java.util.Locale;

/// Finds out whether the new revision fails a larger share of its requests than the old one does at
/// the same time, looking every second without ever being fooled by looking often.
///
/// It is a bet, played with play money. Before each second it states, from all earlier seconds,
/// what share of requests it expects either revision to fail (`p` of the old, `q >= p` of the new),
/// and stakes its wealth on that against the claim that both fail the same share. The payout of a
/// second is the likelihood of what happened under (p, q), divided by the likelihood under the
/// pooled share `(n_old p + n_new q) / (n_old + n_new)`. Whatever the true common share is, and
/// however it changes from second to second (a burst of errors hits both), the expected payout is
/// at most 1: if the revisions are equal, wealth that starts at 1 reaches 100 with a probability of
/// at most 1/100, over the whole update, whenever one looks (Ville's inequality). If the new one is
/// better the payout is smaller still. If it is worse, wealth grows exponentially, the faster the
/// worse it is.
///
/// After Turner, Ly and Grünwald, "Generic e-variables for exact sequential k-sample tests that
/// allow for optional stopping" (2024).
final class ErrorShareGuard {
    /// Pseudo-counts that keep shares off 0 and 1 before anything was learned: the first seconds
    /// bet nothing, a single failure moves the estimate a little.
    private static final double FAILURES_ASSUMED = 0.05;

    private static final double REQUESTS_ASSUMED = 10;

    /// Below this many requests of either revision `Healthy` would promise too much.
    static final int REQUESTS_MIN = 50;

    private final double logWealthToAbort;
    private Evidence newSeen = Evidence.NONE;
    private Evidence oldSeen = Evidence.NONE;
    private double logWealth;

    ErrorShareGuard(Guard.Strictness strictness) {
        this.logWealthToAbort = -Math.log(strictness.alpha());
    }

    Verdict judge(Evidence newRevision, Evidence oldRevision) {
        logWealth += logPayout(newRevision, oldRevision);
        newSeen = newSeen.plus(newRevision);
        oldSeen = oldSeen.plus(oldRevision);
        if (logWealth >= logWealthToAbort) {
            double effect = newSeen.failureShare() - oldSeen.failureShare();
            return new Verdict.Worse(
                    describe("new", newSeen) + ", " + describe("old", oldSeen), effect);
        }
        if (newSeen.requests() < REQUESTS_MIN || oldSeen.requests() < REQUESTS_MIN) {
            return new Verdict.NotEnoughEvidence(
                    String.format(
                            Locale.ROOT,
                            "%,d requests to the new revision and %,d to the old one (needed: %d"
                                    + " each)",
                            newSeen.requests(),
                            oldSeen.requests(),
                            REQUESTS_MIN));
        }
        return new Verdict.Healthy(describe("new", newSeen) + ", " + describe("old", oldSeen));
    }

    /// How sure the guard is that the new revision is worse, as the log of its wealth.
    double logWealth() {
        return logWealth;
    }

    private double logPayout(Evidence newRevision, Evidence oldRevision) {
        long requests = newRevision.requests() + oldRevision.requests();
        if (newRevision.requests() == 0 || oldRevision.requests() == 0) {
            return 0;
        }
        double oldShare = expectedShare(oldSeen);
        double newShare = Math.max(expectedShare(newSeen), oldShare);
        double pooled =
                (oldRevision.requests() * oldShare + newRevision.requests() * newShare) / requests;
        return logLikelihoodRatio(newRevision, newShare, pooled)
                + logLikelihoodRatio(oldRevision, oldShare, pooled);
    }

    private static double expectedShare(Evidence seen) {
        return (seen.failures() + FAILURES_ASSUMED) / (seen.requests() + REQUESTS_ASSUMED);
    }

    private static double logLikelihoodRatio(Evidence evidence, double share, double pooled) {
        long successes = evidence.requests() - evidence.failures();
        return evidence.failures() * Math.log(share / pooled)
                + successes * Math.log((1 - share) / (1 - pooled));
    }

    private static String describe(String revision, Evidence seen) {
        return String.format(
                Locale.ROOT,
                "%s %.1f %% of %,d requests failed",
                revision,
                100 * seen.failureShare(),
                seen.requests());
    }
}
