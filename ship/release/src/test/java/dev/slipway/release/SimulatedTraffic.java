package dev.slipway.release;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Clients of the Service `mail` in simulated time: their requests go to the versions of its ready
/// pods as the guard divides them, and are counted by version. An image fails the share of its
/// requests that a test says. For one thread.
final class SimulatedTraffic implements RevisionTraffic {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final SimulatedTime time;
    private final SplittableRandom random = new SplittableRandom(7);
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final Supplier<Map<String, Integer>> shares;
    private final Map<String, Double> failing = new HashMap<>();
    private final Map<String, TrafficFigures> byHash = new HashMap<>();
    private final Map<String, Long> byImage = new HashMap<>();
    private int perInterval;
    private long lost;

    SimulatedTraffic(
            SimulatedTime time, Informers informers, Supplier<Map<String, Integer>> shares) {
        this.time = time;
        this.slices = informers.of(Kinds.ENDPOINT_SLICE);
        this.pods = informers.of(Kinds.POD);
        this.shares = shares;
    }

    void start(int perSecond) {
        perInterval = perSecond / 10;
        time.schedule(INTERVAL, this::send);
    }

    void imageFails(String image, double share) {
        failing.put(image, share);
    }

    /// Requests that met no ready pod.
    long lost() {
        return lost;
    }

    long sentTo(String image) {
        return byImage.getOrDefault(image, 0L);
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        return Optional.ofNullable(byHash.get(podTemplateHash));
    }

    private void send() {
        Map<String, List<Pod>> ready = readyPods();
        Map<String, Integer> divided = shares.get();
        List<Pod> lots = new ArrayList<>();
        ready.forEach((hash, versions) -> {
            int weight = divided.isEmpty() ? versions.size() : divided.getOrDefault(hash, 0);
            for (int i = 0; i < weight; i++) {
                lots.add(versions.get(i % versions.size()));
            }
        });
        for (int i = 0; i < perInterval; i++) {
            if (lots.isEmpty()) {
                lost++;
            } else {
                answer(lots.get(random.nextInt(lots.size())));
            }
        }
        time.schedule(INTERVAL, this::send);
    }

    private Map<String, List<Pod>> readyPods() {
        Map<String, List<Pod>> found = new TreeMap<>();
        for (EndpointSlice slice : slices.inNamespace("default")) {
            if (!"mail".equals(slice.metadata().labels().get("kubernetes.io/service-name"))) {
                continue;
            }
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                ObjectReference target = endpoint.targetRef();
                boolean ready = Boolean.TRUE.equals(endpoint.conditions().ready());
                if (!ready || target == null || target.name() == null) {
                    continue;
                }
                Pod pod = pods.find(new ObjectKey("default", target.name()));
                if (pod != null && !pod.metadata().isBeingDeleted()) {
                    found.computeIfAbsent(hash(pod), _ -> new ArrayList<>()).add(pod);
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
        boolean fails = random.nextDouble() < failing.getOrDefault(image, 0.0);
        byImage.merge(image, 1L, Long::sum);
        byHash.merge(
                hash(pod),
                new TrafficFigures(1, fails ? 1 : 0, TrafficFigures.Latencies.NONE),
                TrafficFigures::plus);
    }
}
