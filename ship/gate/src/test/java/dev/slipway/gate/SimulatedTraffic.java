package dev.slipway.gate;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Clients and an edge in simulated time: sends requests to the Service `shop`, to the versions of
/// its ready pods as their shares say, and counts by version. A version fails the share of its
/// requests that `failureShare` says, by its image.
final class SimulatedTraffic implements RevisionTraffic {
    private static final ObjectKey SHOP = new ObjectKey("default", "shop");
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final SimulatedTime time;
    private final SplittableRandom random = new SplittableRandom(7);
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final Function<ObjectKey, Map<String, Integer>> shares;
    private final ToDoubleFunction<String> failureShare;
    private final Map<String, TrafficFigures> byHash = new HashMap<>();
    private final Map<String, Instant> lastByImage = new HashMap<>();
    private final Map<String, Long> byImage = new HashMap<>();
    private int perInterval;
    private long sent;
    private long lost;

    SimulatedTraffic(
            SimulatedTime time,
            Informers informers,
            Function<ObjectKey, Map<String, Integer>> shares,
            ToDoubleFunction<String> failureShare) {
        this.time = time;
        this.slices = informers.of(Kinds.ENDPOINT_SLICE);
        this.pods = informers.of(Kinds.POD);
        this.shares = shares;
        this.failureShare = failureShare;
    }

    void start(int perSecond) {
        perInterval = perSecond / 10;
        time.schedule(INTERVAL, this::send);
    }

    long sent() {
        return sent;
    }

    /// Requests that met no ready pod.
    long lost() {
        return lost;
    }

    long sentTo(String image) {
        return byImage.getOrDefault(image, 0L);
    }

    @Nullable Instant lastRequestTo(String image) {
        return lastByImage.get(image);
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        return Optional.ofNullable(byHash.get(podTemplateHash));
    }

    private void send() {
        Map<String, List<Pod>> ready = readyPods();
        Map<String, Integer> weights = weights(ready);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < perInterval; i++) {
            sent++;
            if (sum == 0) {
                lost++;
            } else {
                int drawn = random.nextInt(sum);
                for (Map.Entry<String, Integer> weight : weights.entrySet()) {
                    drawn -= weight.getValue();
                    if (drawn < 0) {
                        List<Pod> versions = ready.getOrDefault(weight.getKey(), List.of());
                        answer(versions.get(random.nextInt(versions.size())));
                        break;
                    }
                }
            }
        }
        time.schedule(INTERVAL, this::send);
    }

    /// As the edge has it: shares go to versions with ready pods only.
    private Map<String, Integer> weights(Map<String, List<Pod>> ready) {
        Map<String, Integer> divided = shares.apply(SHOP);
        Map<String, Integer> weights = new HashMap<>();
        ready.forEach((hash, list) ->
                weights.put(hash, divided.isEmpty() ? list.size() : divided.getOrDefault(hash, 0)));
        return weights;
    }

    private Map<String, List<Pod>> readyPods() {
        Map<String, List<Pod>> found = new HashMap<>();
        for (EndpointSlice slice : slices.inNamespace("default")) {
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                ObjectReference target = endpoint.targetRef();
                if (target != null
                        && target.name() != null
                        && Boolean.TRUE.equals(endpoint.conditions().ready())) {
                    Pod pod = pods.find(new ObjectKey("default", target.name()));
                    if (pod != null && !pod.metadata().isBeingDeleted()) {
                        found.computeIfAbsent(hash(pod), _ -> new ArrayList<>()).add(pod);
                    }
                }
            }
        }
        return found;
    }

    private static String hash(Pod pod) {
        return pod.metadata().labels().getOrDefault("pod-template-hash", "");
    }

    private void answer(Pod pod) {
        String image = String.valueOf(pod.spec().containers().getFirst().image());
        boolean fails = random.nextDouble() < failureShare.applyAsDouble(image);
        lastByImage.put(image, time.now());
        byImage.merge(image, 1L, Long::sum);
        byHash.merge(
                hash(pod),
                new TrafficFigures(1, fails ? 1 : 0, TrafficFigures.NONE.latencies()),
                TrafficFigures::plus);
    }
}
