package dev.slipway.judge;

import dev.slipway.judge.Verdict.Finding;
import dev.slipway.judge.Verdict.Outcome;
import dev.slipway.judge.Verdict.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Puts what a judge knows into a verdict and into words.
final class Findings {
    /// Beyond this the evidence is no longer told apart.
    private static final double LOG_EVIDENCE_MAX = 690;

    /// What a figure must have gathered on its own to count as one that is to blame, at least.
    private static final double BLAME = 10;

    private final Judge judge;
    private final JudgePolicy policy;
    private final List<Finding> findings = new ArrayList<>();

    Findings(Judge judge) {
        this.judge = judge;
        this.policy = judge.policy();
    }

    Verdict verdict() {
        ShareFigure errors = judge.errors();
        add("errors", errors, "failed");
        boolean notWorse = errors.isNotWorse();
        LatencyFigure latency = judge.latency();
        if (latency.isMeasured()) {
            for (int slot = 0; slot < latency.shares().size(); slot++) {
                ShareFigure share = latency.shares().get(slot);
                String bound = Words.seconds(latency.boundSeconds(slot));
                double quantile = policy.latency().slots().get(slot).quantile();
                add("latency p" + Words.percent(quantile), share, "took longer than " + bound);
                notWorse &= share.isNotWorse();
            }
        }
        addSignatures();
        for (int index = 0; index < policy.samples().size(); index++) {
            addSample(policy.samples().get(index), judge.samples().get(index));
            notWorse &= judge.samples().get(index).isNotWorse();
        }
        if (judge.isWorse()) {
            return verdict(Outcome.WORSE, Reason.EVIDENCE, "Worse: " + blamed());
        }
        if (notWorse) {
            return verdict(
                    Outcome.NOT_WORSE,
                    Reason.EVIDENCE,
                    "Not worse by more than is tolerated: " + findings.getFirst().sentence());
        }
        return undecided();
    }

    private Verdict undecided() {
        if (isShort(judge.errors())) {
            return tooLittleTraffic(judge.errors(), "");
        }
        LatencyFigure latency = judge.latency();
        if (latency.isMeasured() && !latency.isWarm()) {
            return verdict(
                    Outcome.UNDECIDED,
                    Reason.WARMING_UP,
                    "The new version's processes are still warming up; their latency does not"
                            + " count yet: "
                            + findings.getFirst().sentence());
        }
        for (ShareFigure share : latency.shares()) {
            if (latency.isMeasured() && isShort(share)) {
                return tooLittleTraffic(share, " of the latency");
            }
        }
        return verdict(
                Outcome.UNDECIDED,
                Reason.TOO_CLOSE,
                "Not told apart yet: " + findings.getFirst().sentence());
    }

    private static boolean isShort(ShareFigure share) {
        long fewest = Math.min(share.seen().candidate(), share.seen().baseline());
        return !share.isNotWorse() && fewest < share.requestsNeeded();
    }

    private Verdict tooLittleTraffic(ShareFigure share, String ofWhat) {
        return verdict(
                Outcome.UNDECIDED,
                Reason.TOO_LITTLE_TRAFFIC,
                String.format(
                        Locale.ROOT,
                        "Too little traffic to tell%s: %s to the new version and %,d to the old"
                                + " one so far; it takes about %,d each.",
                        ofWhat,
                        Words.count(share.seen().candidate(), "request", "requests"),
                        share.seen().baseline(),
                        share.requestsNeeded()));
    }

    private Verdict verdict(Outcome outcome, Reason reason, String sentence) {
        return new Verdict(
                outcome,
                reason,
                evidence(judge.logEvidence()),
                policy.alpha(),
                findings,
                sentence,
                judge.seenUntilMillis());
    }

    /// What has most evidence comes first.
    private String blamed() {
        List<String> sentences =
                findings.stream()
                        .sorted(Comparator.comparingDouble(Finding::evidence).reversed())
                        .limit(2)
                        .filter(each -> each.evidence() >= BLAME)
                        .map(Finding::sentence)
                        .toList();
        return sentences.isEmpty() ? findings.getFirst().sentence() : String.join(" ", sentences);
    }

    private void add(String figure, ShareFigure share, String what) {
        Effect effect = share.effect();
        String sentence =
                String.format(
                        Locale.ROOT,
                        "%s of %s to the new version %s, %s of %,d to the old one at the same"
                                + " time%s.",
                        Words.share(effect.candidateShare()),
                        Words.count(share.seen().candidate(), "request", "requests"),
                        what,
                        Words.share(effect.baselineShare()),
                        share.seen().baseline(),
                        between(effect));
        findings.add(
                new Finding(
                        figure,
                        outcome(share.logWorse(), share.isNotWorse()),
                        evidence(share.logWorse()),
                        effect,
                        sentence));
    }

    private void addSignatures() {
        for (SignatureFigures.Tracked each : judge.signatures().tracked()) {
            Counts seen = each.seen();
            String sentence =
                    each.isNew()
                            ? String.format(
                                    Locale.ROOT,
                                    "\"%s\" happened %s to the new version and never to the old"
                                            + " one in %,d requests.",
                                    each.name(),
                                    Words.count(seen.candidateEvents(), "time", "times"),
                                    seen.baseline())
                            : String.format(
                                    Locale.ROOT,
                                    "\"%s\" happened %s in %,d requests to the new version, %s in"
                                            + " %,d to the old one.",
                                    each.name(),
                                    Words.count(seen.candidateEvents(), "time", "times"),
                                    seen.candidate(),
                                    Words.count(seen.baselineEvents(), "time", "times"),
                                    seen.baseline());
            findings.add(
                    new Finding(
                            each.name(),
                            outcome(each.logWorse(), false),
                            evidence(each.logWorse()),
                            new Effect(seen.baselineShare(), seen.candidateShare(), -1, 1),
                            sentence));
        }
    }

    private void addSample(SampleRule rule, SampleFigure sample) {
        Effect effect = sample.effect();
        String sentence =
                String.format(
                        Locale.ROOT,
                        "%s of %,d readings of %s of the new version were %s than %s times the old"
                                + " one's (one half is even).",
                        Words.share(effect.candidateShare()),
                        sample.pairs(),
                        rule.name(),
                        rule.lowerIsWorse() ? "less" : "more",
                        Words.percent(rule.factor() / 100));
        findings.add(
                new Finding(
                        rule.name(),
                        outcome(sample.logWorse(), sample.isNotWorse()),
                        evidence(sample.logWorse()),
                        effect,
                        sentence));
    }

    private Outcome outcome(double logWorse, boolean notWorse) {
        if (logWorse >= -Math.log(policy.alpha())) {
            return Outcome.WORSE;
        }
        return notWorse ? Outcome.NOT_WORSE : Outcome.UNDECIDED;
    }

    private static double evidence(double logEvidence) {
        return Math.exp(Math.min(LOG_EVIDENCE_MAX, logEvidence));
    }

    private static String between(Effect effect) {
        if (effect.lower() <= -1 && effect.upper() >= 1) {
            return "";
        }
        if (effect.upper() >= 1) {
            return String.format(Locale.ROOT, "; at least %s points more", points(effect.lower()));
        }
        if (effect.lower() <= -1) {
            return String.format(Locale.ROOT, "; at most %s points more", points(effect.upper()));
        }
        return String.format(
                Locale.ROOT,
                "; the difference is between %s and %s points",
                points(effect.lower()),
                points(effect.upper()));
    }

    private static String points(double difference) {
        return Words.percent(difference);
    }
}
