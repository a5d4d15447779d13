package dev.slipway.benchmarks;

import dev.slipway.benchmarks.ReleaseTraffic.World;
import dev.slipway.judge.GainLimit;
import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgePolicy;
import dev.slipway.judge.LatencyRule;
import dev.slipway.judge.Margin;
import dev.slipway.judge.WarmUpRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares the judge with the rules others use, on the same simulated releases of ten minutes: how
/// many releases of an equal version each aborts, and the median seconds until a worse one is
/// aborted (or how many ever were, if less than half). Prints Markdown tables; deterministic.
///
/// Arguments: how many equal releases (10000), how many worse ones (1000), then the parts to run:
/// `errors` (or only one share of traffic: `errors:10`), `latency`, `cold`, `pauses`, `speed` (all
/// of them).
final class JudgeSimulation {
    private static final int SECONDS = 600;
    private static final Margin EQUALITY = new Margin(0, .01);

    private final int equalReleases;
    private final int worseReleases;

    private JudgeSimulation(int equalReleases, int worseReleases) {
        this.equalReleases = equalReleases;
        this.worseReleases = worseReleases;
    }

    public static void main(String[] args) {
        int equal = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int worse = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        List<String> parts =
                args.length > 2
                        ? Arrays.asList(args).subList(2, args.length)
                        : List.of("errors", "latency", "cold", "pauses", "speed");
        JudgeSimulation simulation = new JudgeSimulation(equal, worse);
        for (String part : parts) {
            if (part.startsWith("errors:")) {
                simulation.errors(Integer.parseInt(part.substring("errors:".length())) / 100.0);
                continue;
            }
            switch (part) {
                case "errors" -> simulation.errors(.01, .05, .1, .5);
                case "latency" -> simulation.latency();
                case "cold" -> simulation.cold();
                case "pauses" -> simulation.pauses();
                case "speed" -> speed();
                default -> throw new IllegalArgumentException("part: " + part);
            }
        }
    }

    private void errors(double... shares) {
        Map<String, Supplier<ReleaseRival>> rivals = new LinkedHashMap<>();
        rivals.put("threshold x1", () -> ReleaseRival.threshold(.01, 1));
        rivals.put("threshold x5", () -> ReleaseRival.threshold(.01, 5));
        rivals.put("chi-square, peeking", ReleaseRival::chiSquare);
        rivals.put("Mann-Whitney", () -> ReleaseRival.mannWhitney(false));
        rivals.put("untuned e-process", ReleaseRival::untuned);
        JudgePolicy equality = JudgePolicy.ofErrors(.01, EQUALITY);
        rivals.put("**judge**, tolerance 0", () -> ReleaseRival.judge(equality));
        JudgePolicy standard = JudgePolicy.standard(List.of());
        rivals.put("**judge**, standard", () -> ReleaseRival.judge(standard));
        print("| share | traffic | stable errors | rule | false alarms | 2 % | 5 % | 20 % |");
        print("|---|---|---|---|---|---|---|---|");
        for (double share : shares) {
            for (World world :
                    List.of(
                            World.ofErrors(200, share, .001, false),
                            World.ofErrors(200, share, .01, false),
                            World.ofErrors(20, share, .001, true),
                            World.ofErrors(20, share, .01, true))) {
                table(
                        String.format(
                                Locale.ROOT,
                                "| %.0f %% | %.0f req/s, %s | %.1f %% |",
                                100 * share,
                                world.perSecond(),
                                world.bursts() ? "bursty" : "steady",
                                100 * world.baselineErrors()),
                        rivals,
                        world,
                        world.withCandidateErrors(.02),
                        world.withCandidateErrors(.05),
                        world.withCandidateErrors(.2));
            }
        }
    }

    private static Map<String, Supplier<ReleaseRival>> latencyRivals() {
        Map<String, Supplier<ReleaseRival>> rivals = new LinkedHashMap<>();
        rivals.put("threshold x1", () -> ReleaseRival.threshold(.15, 1));
        rivals.put("threshold x5", () -> ReleaseRival.threshold(.15, 5));
        rivals.put("chi-square, peeking", ReleaseRival::chiSquare);
        rivals.put("Mann-Whitney", () -> ReleaseRival.mannWhitney(true));
        rivals.put("untuned e-process", ReleaseRival::untuned);
        LatencyRule rule = LatencyRule.standard(bounds());
        rivals.put("**judge**, standard", () -> ReleaseRival.judge(policy(rule)));
        LatencyRule hasty =
                new LatencyRule(
                        rule.upperBoundsSeconds(),
                        rule.slots(),
                        rule.floorSeconds(),
                        WarmUpRule.NONE,
                        rule.limit());
        rivals.put("**judge**, warm-up not left out", () -> ReleaseRival.judge(policy(hasty)));
        List<LatencyRule.Slot> strict =
                rule.slots().stream()
                        .map(slot -> new LatencyRule.Slot(slot.quantile(), EQUALITY))
                        .toList();
        LatencyRule equality =
                new LatencyRule(
                        rule.upperBoundsSeconds(),
                        strict,
                        rule.floorSeconds(),
                        WarmUpRule.NONE,
                        GainLimit.TWO_WINDOWS);
        rivals.put(
                "**judge**, tolerance 0, no warm-up", () -> ReleaseRival.judge(policy(equality)));
        return rivals;
    }

    private static JudgePolicy policy(LatencyRule rule) {
        return new JudgePolicy(
                .01, new Margin(.0005, .01), GainLimit.TWO_WINDOWS, false, rule, List.of());
    }

    private static List<Double> bounds() {
        return Arrays.stream(ReleaseTraffic.BOUNDS).boxed().toList();
    }

    private void latency() {
        print("| share | traffic | rule | false alarms | 1.1x | 1.25x | 1.5x | 2x |");
        print("|---|---|---|---|---|---|---|---|");
        for (double share : new double[] {.1, .5}) {
            for (double rate : new double[] {200, 20}) {
                World world = World.ofLatency(rate, share, 1);
                table(
                        String.format(Locale.ROOT, "| %.0f %% | %.0f req/s |", 100 * share, rate),
                        latencyRivals(),
                        world,
                        World.ofLatency(rate, share, 1.1),
                        World.ofLatency(rate, share, 1.25),
                        World.ofLatency(rate, share, 1.5),
                        World.ofLatency(rate, share, 2));
            }
        }
    }

    private void cold() {
        print("| a cold start | rule | false alarms | 1.5x after it |");
        print("|---|---|---|---|");
        for (double coldness : new double[] {3, 10, 30}) {
            World world = World.ofLatency(60, .1, 1).withColdness(coldness);
            table(
                    String.format(Locale.ROOT, "| %.0f times slower |", coldness),
                    latencyRivals(),
                    world,
                    World.ofLatency(60, .1, 1.5).withColdness(coldness));
        }
    }

    private void pauses() {
        print("| share | rule | false alarms | 1.5x |");
        print("|---|---|---|---|");
        for (double share : new double[] {.1, .5}) {
            World world = World.ofLatency(60, share, 1).withPauses();
            table(
                    String.format(Locale.ROOT, "| %.0f %% |", 100 * share),
                    latencyRivals(),
                    world,
                    World.ofLatency(60, share, 1.5).withPauses());
        }
    }

    private void table(
            String cell, Map<String, Supplier<ReleaseRival>> rivals, World equal, World... worse) {
        List<Supplier<ReleaseRival>> rules = List.copyOf(rivals.values());
        int[][] alarms = run(rules, equal, equalReleases);
        int[][][] found = new int[worse.length][][];
        for (int world = 0; world < worse.length; world++) {
            found[world] = run(rules, worse[world], worseReleases);
        }
        int rule = 0;
        for (String name : rivals.keySet()) {
            StringJoiner line = new StringJoiner(" | ", cell + " ", " |");
            line.add(name).add(percent(alarms[rule]));
            for (int[][] world : found) {
                line.add(median(world[rule]));
            }
            print(line.toString());
            rule++;
        }
    }

    /// For each rule the seconds until it aborted each release.
    private static int[][] run(List<Supplier<ReleaseRival>> rules, World world, int releases) {
        int[][] seconds = new int[rules.size()][releases];
        IntStream.range(0, releases)
                .parallel()
                .forEach(release -> {
                    ReleaseTraffic traffic = new ReleaseTraffic(world, release);
                    ReleaseRival[] rivals =
                            rules.stream().map(Supplier::get).toArray(ReleaseRival[]::new);
                    int left = rivals.length;
                    for (int[] each : seconds) {
                        each[release] = Integer.MAX_VALUE;
                    }
                    for (int second = 1; second <= SECONDS && left > 0; second++) {
                        ReleaseRival.Second next = traffic.next();
                        for (int rival = 0; rival < rivals.length; rival++) {
                            boolean watching = seconds[rival][release] == Integer.MAX_VALUE;
                            if (watching && rivals[rival].aborts(next)) {
                                seconds[rival][release] = second;
                                left--;
                            }
                        }
                    }
                });
        return seconds;
    }

    private static String percent(int[] seconds) {
        long aborted = Arrays.stream(seconds).filter(each -> each <= SECONDS).count();
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * aborted / seconds.length);
    }

    private static String median(int[] seconds) {
        int[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int median = sorted[sorted.length / 2];
        return median <= SECONDS ? median + " s" : percent(seconds) + " caught";
    }

    /// What an update costs, and how large a state is.
    private static void speed() {
        JudgePolicy[] policies = {
            JudgePolicy.ofErrors(.01, EQUALITY),
            JudgePolicy.standard(List.of()),
            JudgePolicy.standard(bounds())
        };
        String[] names = {"errors, tolerance 0", "errors, standard", "errors and latency"};
        print("| figures | an update | state |");
        print("|---|---|---|");
        for (int policy = 0; policy < policies.length; policy++) {
            long best = Long.MAX_VALUE;
            Judge judge = new Judge(policies[policy]);
            for (int round = 0; round < 10; round++) {
                judge = new Judge(policies[policy]);
                List<ReleaseRival.Second> seconds =
                        Stream.generate(new ReleaseTraffic(speedWorld(), round)::next)
                                .limit(3_000)
                                .toList();
                long start = System.nanoTime();
                for (ReleaseRival.Second second : seconds) {
                    judge.observe(second.window());
                }
                best = Math.min(best, (System.nanoTime() - start) / seconds.size());
            }
            print(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f µs | %,d bytes of text |",
                            names[policy],
                            best / 1000.0,
                            judge.state().text().length()));
        }
    }

    private static World speedWorld() {
        return new World(200, .1, .01, .01, true, true, 1, 0, false);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
