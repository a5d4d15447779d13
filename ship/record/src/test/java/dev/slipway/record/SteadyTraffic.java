package dev.slipway.record;

import dev.slipway.controller.Informer;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus.Weights;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests at a steady rate, shared by the weights in the rollout's status; versions fail the
/// share of theirs that they are told to. Runs on the thread that moves time.
final class SteadyTraffic implements RevisionTraffic {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final SimulatedTime time;
    private final Informer<Rollout> rollouts;
    private final Map<String, TrafficFigures> byHash = new HashMap<>();
    private int perInterval;
    private @Nullable String failingUnlike;

    SteadyTraffic(SimulatedTime time, Informer<Rollout> rollouts) {
        this.time = time;
        this.rollouts = rollouts;
    }

    void start(int perSecond) {
        perInterval = perSecond / 10;
        time.schedule(INTERVAL, this::send);
    }

    /// Half of the requests to every other version than this one fail.
    void failsUnless(@Nullable String hash) {
        failingUnlike = hash;
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        return Optional.ofNullable(byHash.get(podTemplateHash));
    }

    private void send() {
        for (Rollout rollout : rollouts.all()) {
            Weights weights = rollout.status().canary().weights();
            String stable = rollout.status().stableRS();
            String current = rollout.status().currentPodHash();
            int share = weights == null || weights.canary() == null ? 0 : weights.canary().weight();
            if (stable != null && current != null) {
                int canary = stable.equals(current) ? 0 : perInterval * share / 100;
                answer(current, canary);
                answer(stable, perInterval - canary);
            }
        }
        time.schedule(INTERVAL, this::send);
    }

    private void answer(String hash, int requests) {
        boolean fails = failingUnlike != null && !failingUnlike.equals(hash);
        byHash.merge(
                hash,
                new TrafficFigures(
                        requests, fails ? requests / 2 : 0, TrafficFigures.NONE.latencies()),
                TrafficFigures::plus);
    }
}
