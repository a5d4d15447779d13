package dev.slipway.benchmarks;

import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgePolicy;
import dev.slipway.judge.Side;
import dev.slipway.judge.Window;
import java.util.Arrays;

/// A rule that watches a release second by second and aborts it at some time. One for each release.
/// `events` are what the rule looks at: failed requests, or those slower than the old version's
/// ninth decile.
interface ReleaseRival {
    /// Whether the release is aborted after this second.
    boolean aborts(Second second);

    /// What happened in a second; `latencySum` are the seconds that requests took.
    record Second(
            int number,
            Side baseline,
            Side candidate,
            long baselineEvents,
            long candidateEvents,
            double baselineLatencySum,
            double candidateLatencySum) {
        Window window() {
            return new Window(1000L * number, 1000L * (number + 1), baseline, candidate);
        }
    }

    /// Ours; it knows the old version's latency from before the release, as the other rules do.
    static ReleaseRival judge(JudgePolicy policy) {
        return judge(policy, ReleaseTraffic.baselineBefore());
    }

    /// Ours, with what the old version did before the release.
    static ReleaseRival judge(JudgePolicy policy, Side before) {
        Judge judge = new Judge(policy);
        judge.learnBaseline(before);
        return second -> {
            judge.observe(second.window());
            return judge.isWorse();
        };
    }

    /// Looks each minute whether more than a fixed share of the candidate's requests were events in
    /// that minute; so many failures in all abort.
    static ReleaseRival threshold(double shareMax, int failuresToAbort) {
        return new ReleaseRival() {
            private long requests;
            private long events;
            private int failures;

            @Override
            public boolean aborts(Second second) {
                requests += second.candidate().requests();
                events += second.candidateEvents();
                if ((second.number() + 1) % 60 != 0) {
                    return false;
                }
                failures += events > shareMax * requests ? 1 : 0;
                requests = 0;
                events = 0;
                return failures >= failuresToAbort;
            }
        };
    }

    /// A one-sided two-proportion test at 1 % on the sums, looked at every ten seconds.
    static ReleaseRival chiSquare() {
        return new ReleaseRival() {
            private static final double QUANTILE = 2.326;
            private double baseline;
            private double baselineEvents;
            private double candidate;
            private double candidateEvents;

            @Override
            public boolean aborts(Second second) {
                baseline += second.baseline().requests();
                baselineEvents += second.baselineEvents();
                candidate += second.candidate().requests();
                candidateEvents += second.candidateEvents();
                if ((second.number() + 1) % 10 != 0 || candidate == 0 || baseline == 0) {
                    return false;
                }
                double pooled = (baselineEvents + candidateEvents) / (baseline + candidate);
                double variance = pooled * (1 - pooled) * (1 / baseline + 1 / candidate);
                double difference = candidateEvents / candidate - baselineEvents / baseline;
                return variance > 0 && difference / Math.sqrt(variance) > QUANTILE;
            }
        };
    }

    /// Kayenta's rule: Mann-Whitney with a 98 % interval and a tolerance of a quarter of the
    /// Hodges-Lehmann estimate, on a figure of each ten seconds, from ten on.
    static ReleaseRival mannWhitney(boolean latency) {
        return new MannWhitney(latency);
    }

    /// The untuned e-process of the yardstick: blocks of a second, shares learned so far.
    static ReleaseRival untuned() {
        return new ReleaseRival() {
            private double baseline = 10;
            private double baselineEvents = .05;
            private double candidate = 10;
            private double candidateEvents = .05;
            private double logWealth;

            @Override
            public boolean aborts(Second second) {
                double n = second.baseline().requests();
                double m = second.candidate().requests();
                if (n > 0 && m > 0) {
                    double old = baselineEvents / baseline;
                    double fresh = Math.max(old, candidateEvents / candidate);
                    double pooled = (n * old + m * fresh) / (n + m);
                    logWealth += logRatio(n, second.baselineEvents(), old, pooled);
                    logWealth += logRatio(m, second.candidateEvents(), fresh, pooled);
                }
                baseline += n;
                baselineEvents += second.baselineEvents();
                candidate += m;
                candidateEvents += second.candidateEvents();
                return logWealth >= Math.log(100);
            }

            private static double logRatio(double n, long x, double share, double other) {
                return x * Math.log(share / other) + (n - x) * Math.log((1 - share) / (1 - other));
            }
        };
    }

    /// Keeps all differences of pairs in order, as the interval's ends are among them.
    final class MannWhitney implements ReleaseRival {
        private static final double QUANTILE = 2.326;
        private static final double TOLERANCE = .25;
        private static final int SAMPLES_MIN = 10;

        private final boolean latency;
        private final double[] baseline = new double[100];
        private final double[] candidate = new double[100];
        private double[] differences = new double[0];
        private int samples;
        private double sumBaseline;
        private double sumCandidate;
        private long requestsBaseline;
        private long requestsCandidate;

        MannWhitney(boolean latency) {
            this.latency = latency;
        }

        @Override
        public boolean aborts(Second second) {
            sumBaseline += latency ? second.baselineLatencySum() : second.baselineEvents();
            sumCandidate += latency ? second.candidateLatencySum() : second.candidateEvents();
            requestsBaseline += second.baseline().requests();
            requestsCandidate += second.candidate().requests();
            if ((second.number() + 1) % 10 != 0
                    || requestsBaseline == 0
                    || requestsCandidate == 0) {
                return false;
            }
            add(sumBaseline / requestsBaseline, sumCandidate / requestsCandidate);
            sumBaseline = 0;
            sumCandidate = 0;
            requestsBaseline = 0;
            requestsCandidate = 0;
            return samples >= SAMPLES_MIN && isHigh();
        }

        private void add(double old, double fresh) {
            double[] more = new double[2 * samples + 1];
            for (int each = 0; each < samples; each++) {
                more[2 * each] = fresh - baseline[each];
                more[2 * each + 1] = candidate[each] - old;
            }
            more[2 * samples] = fresh - old;
            Arrays.sort(more);
            double[] merged = new double[differences.length + more.length];
            int left = 0;
            int right = 0;
            for (int place = 0; place < merged.length; place++) {
                boolean takeLeft =
                        right == more.length
                                || (left < differences.length && differences[left] <= more[right]);
                merged[place] = takeLeft ? differences[left++] : more[right++];
            }
            differences = merged;
            baseline[samples] = old;
            candidate[samples] = fresh;
            samples++;
        }

        private boolean isHigh() {
            double pairs = differences.length;
            double spread = QUANTILE * Math.sqrt(pairs * (2 * samples + 1) / 12);
            int lower = (int) Math.max(0, Math.floor(pairs / 2 - spread));
            double middle = differences[differences.length / 2];
            return differences[lower] > TOLERANCE * Math.abs(middle) && middle > 0;
        }
    }
}
