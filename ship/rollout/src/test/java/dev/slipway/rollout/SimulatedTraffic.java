package dev.slipway.rollout;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Clients and an edge in simulated time: sends requests where the HTTPRoute and the EndpointSlices
/// lead, without a route to one service, and counts by version. A version fails the share of its
/// requests that `failureShare` says, by its image.
final class SimulatedTraffic implements RevisionTraffic {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final SimulatedTime time;
    private final SplittableRandom random;
    private final Informer<HttpRoute> routes;
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final ToDoubleFunction<String> failureShare;
    private final Map<String, TrafficFigures> byHash = new HashMap<>();
    private final Map<String, Instant> firstByImage = new HashMap<>();
    private final Map<String, Instant> lastByImage = new HashMap<>();
    private int perInterval;
    private long sent;
    private long lost;

    SimulatedTraffic(
            SimulatedTime time,
            Informers informers,
            long seed,
            ToDoubleFunction<String> failureShare) {
        this.time = time;
        this.random = new SplittableRandom(seed);
        this.routes = informers.of(Kinds.HTTP_ROUTE);
        this.slices = informers.of(Kinds.ENDPOINT_SLICE);
        this.pods = informers.of(Kinds.POD);
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

    @Nullable Instant firstRequestTo(String image) {
        return firstByImage.get(image);
    }

    @Nullable Instant lastRequestTo(String image) {
        return lastByImage.get(image);
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        return Optional.ofNullable(byHash.get(podTemplateHash));
    }

    private void send() {
        for (int i = 0; i < perInterval; i++) {
            sent++;
            List<Pod> ready = readyPods(service());
            if (ready.isEmpty()) {
                lost++;
            } else {
                answer(ready.get(random.nextInt(ready.size())));
            }
        }
        time.schedule(INTERVAL, this::send);
    }

    private String service() {
        HttpRoute route = routes.find(new ObjectKey("default", "shop"));
        if (route == null) {
            return "shop";
        }
        List<HttpRoute.BackendReference> backends = route.spec().rules().getFirst().backendRefs();
        int sum = backends.stream().mapToInt(HttpRoute.BackendReference::effectiveWeight).sum();
        int drawn = random.nextInt(sum);
        for (HttpRoute.BackendReference backend : backends) {
            drawn -= backend.effectiveWeight();
            if (drawn < 0) {
                return backend.name();
            }
        }
        throw new IllegalStateException("Weights do not add up");
    }

    private List<Pod> readyPods(String service) {
        List<Pod> found = new ArrayList<>();
        for (EndpointSlice slice : slices.inNamespace("default")) {
            if (!service.equals(slice.metadata().labels().get("kubernetes.io/service-name"))) {
                continue;
            }
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                ObjectReference target = endpoint.targetRef();
                if (target != null
                        && target.name() != null
                        && Boolean.TRUE.equals(endpoint.conditions().ready())) {
                    Pod pod = pods.find(new ObjectKey("default", target.name()));
                    if (pod != null && !pod.metadata().isBeingDeleted()) {
                        found.add(pod);
                    }
                }
            }
        }
        return found;
    }

    private void answer(Pod pod) {
        String hash = pod.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, "");
        String image = pod.spec().containers().getFirst().image();
        boolean fails = random.nextDouble() < failureShare.applyAsDouble(image);
        firstByImage.putIfAbsent(image, time.now());
        lastByImage.put(image, time.now());
        byHash.merge(
                hash,
                new TrafficFigures(1, fails ? 1 : 0, TrafficFigures.NONE.latencies()),
                TrafficFigures::plus);
    }
}
