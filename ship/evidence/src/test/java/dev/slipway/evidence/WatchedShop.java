package dev.slipway.evidence;

import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One release in simulated time: two versions that answer requests as a test says, and a watch
/// that is told where the release stands. Seeded.
final class WatchedShop implements RevisionTraffic {
    static final ObjectKey KEY = new ObjectKey("default", "shop");
    static final List<Source> SOURCES = List.of(new Source.Route("default", "shop"));

    private static final Duration STEP = Duration.ofMillis(100);
    private static final double[] BOUNDS = {
        .005, .01, .02, .03, .04, .05, .07, .1, .15, .2, .3, .5, 1, 2, 5, Double.POSITIVE_INFINITY
    };

    final SimulatedTime time = new SimulatedTime();
    final List<Instant> wakes = new ArrayList<>();
    private final SplittableRandom random;
    private final double perSecond;
    private final Map<String, Version> versions = new HashMap<>();
    private ReleaseWatch watch;
    private Map<String, String> annotations = Map.of();
    private ReleaseView.Versions stand = new ReleaseView.Versions("v1", "v1", 1);
    private int weight;
    private boolean aborted;
    private @Nullable Instant newestInstance;

    WatchedShop(long seed, double perSecond) {
        this.random = new SplittableRandom(seed);
        this.perSecond = perSecond;
        this.watch = newWatch();
        time.schedule(STEP, this::serve);
        observe(null);
    }

    /// How a version answers. `slowness` multiplies its latencies.
    static final class Version {
        double failures;
        double slowness = 1;
        String signature = "";
        private TrafficFigures did = TrafficFigures.NONE;

        /// Its counters begin anew, as after a restart of who counts.
        void forget() {
            did = TrafficFigures.NONE;
        }
    }

    Version version(String name) {
        return versions.computeIfAbsent(name, _ -> new Version());
    }

    private ReleaseWatch newWatch() {
        ReleaseWatch made = new ReleaseWatch(this, time, _ -> wakes.add(time.now()));
        made.start();
        return made;
    }

    void annotate(Map<String, String> now) {
        annotations = now;
        observe(null);
    }

    /// `v2` gets a share of the traffic of `v1`.
    void release(int percent) {
        stand = new ReleaseView.Versions("v2", "v1", 2);
        weight = percent;
        observe(null);
    }

    void podsStarted() {
        newestInstance = time.now();
        observe(null);
    }

    void abort() {
        aborted = true;
        weight = 0;
        observe(null);
    }

    /// `v1` is what is wanted again.
    void undo() {
        aborted = false;
        stand = new ReleaseView.Versions("v1", "v1", 3);
        observe(null);
    }

    void retry(int percent) {
        aborted = false;
        release(percent);
    }

    /// `v2` has all traffic; `previous` is what is watched against, empty for nothing.
    void promote(String previous) {
        stand = new ReleaseView.Versions("v2", "v2", previous, 2);
        weight = 0;
        observe(null);
    }

    /// The process is another one, which knows no more than what was kept.
    void restart(@Nullable String keptState) {
        watch.stop();
        watch = newWatch();
        observe(keptState);
    }

    private void observe(@Nullable String keptState) {
        Observed observed =
                new Observed(
                                new ReleaseView.State("Progressing", "", 0, 1, weight),
                                stand,
                                aborted,
                                Guard.of(annotations),
                                SOURCES)
                        .withNewestInstance(newestInstance)
                        .withKeptState(keptState);
        watch.observe(KEY, observed);
    }

    ReleaseView.Judgement judgement() {
        return watch.judgement(KEY);
    }

    ReleaseWatch watch() {
        return watch;
    }

    String verdict() {
        Verdict verdict = judgement().verdict();
        return verdict == null ? "none" : verdict.word();
    }

    String reason() {
        Verdict verdict = judgement().verdict();
        return verdict == null ? "" : verdict.reason();
    }

    /// How long until the condition holds, to the second; more than the limit if it did not.
    long secondsUntil(BooleanSupplier condition, int limit) {
        Instant start = time.now();
        boolean came = time.advanceUntil(condition, Duration.ofSeconds(limit));
        return came ? Duration.between(start, time.now()).toSeconds() : limit + 1;
    }

    void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private void serve() {
        double mean = perSecond / 10;
        double waited = random.nextExponential();
        while (waited < mean) {
            waited += random.nextExponential();
            boolean updating = stand.updating() && random.nextInt(100) < weight;
            answer(version(updating ? stand.current() : stand.stable()));
        }
        time.schedule(STEP, this::serve);
    }

    private void answer(Version version) {
        boolean fails = random.nextDouble() < version.failures;
        double latency = version.slowness * .05 * Math.exp(.6 * random.nextGaussian());
        long[] counts = new long[BOUNDS.length];
        int bucket = 0;
        while (latency > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket] = 1;
        Map<String, Long> names =
                fails && !version.signature.isEmpty() ? Map.of(version.signature, 1L) : Map.of();
        version.did =
                version.did.plus(
                        new TrafficFigures(
                                1,
                                fails ? 1 : 0,
                                new TrafficFigures.Latencies(BOUNDS, counts),
                                names));
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        return Optional.ofNullable(versions.get(podTemplateHash)).map(version -> version.did);
    }
}
