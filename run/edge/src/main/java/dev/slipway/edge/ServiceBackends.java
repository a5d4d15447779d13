package dev.slipway.edge;

import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The endpoints behind services. Used by one thread.
///
/// An endpoint of an EndpointSlice counts only if its pod is there under the same uid, ready, and
/// not on its way out: slices are written by another controller and arrive in another stream, so
/// that they may still name a pod which is already going, whose port another process may get next.
/// A terminating endpoint stays in the backend as draining, so that what it has may finish.
///
/// The two streams also mean that a service may look empty for a moment although it is not: the old
/// pods are seen to go before the slice of the new ones is written, or all slices are replaced
/// because the selector changed. So a backend that would become empty keeps the endpoints it had
/// for a short grace, as far as their pods still say that they are ready; a pod that is told to
/// stop waits until the edge has let go of it.
///
/// Where somebody divides a service among the revisions of its pods, its backends carry the shares
/// as weights; revisions that are not named get 0.
///
/// What was compiled is kept per service, and reused as long as every object that went into it is
/// the same instance and the shares are the same.
final class ServiceBackends {
    private static final String POD_TEMPLATE_HASH = "pod-template-hash";
    private static final Comparator<Endpoint> ORDER =
            Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port);

    private static final int PERCENT_MAX = 100;

    private final Time time;
    private final long emptyGraceNanos;
    private final RevisionShares shares;
    private final Map<ObjectKey, Compiled> compiled = new HashMap<>();

    ServiceBackends(Time time, EdgeConfig.Pace pace, RevisionShares shares) {
        this.time = time;
        this.shares = shares;
        this.emptyGraceNanos = pace.emptyGrace().toNanos();
    }

    /// The backends of a service, by its port numbers. `leaving` are the uids of pods that are
    /// known to be going before the informers say so.
    Map<Integer, Backend> of(Service service, EdgeObjects objects, Set<String> leaving) {
        List<Object> inputs = new ArrayList<>();
        List<Candidate> candidates = candidates(service, objects, leaving, inputs);
        Compiled before = compiled.get(service.key());
        Map<String, Integer> divided = shares.of(service.key());
        if (before != null && before.inputs.isSame(inputs, divided) && !graceOver(before)) {
            return before.backends;
        }
        Compiled now = compile(service, candidates, new Inputs(inputs, divided), before, objects);
        compiled.put(service.key(), now);
        return now.backends;
    }

    /// Forgets services that are gone.
    void retain(Set<ObjectKey> services) {
        compiled.keySet().retainAll(services);
    }

    /// Some backend lives on its grace, so another look is due when that is over.
    boolean anyInGrace() {
        return compiled.values().stream().anyMatch(c -> !c.emptySince.isEmpty());
    }

    private boolean graceOver(Compiled before) {
        long now = time.nanos();
        return before.emptySince.values().stream().anyMatch(since -> isOver(since, now));
    }

    private boolean isOver(long since, long now) {
        return now - since >= emptyGraceNanos;
    }

    private static List<Candidate> candidates(
            Service service, EdgeObjects objects, Set<String> leaving, List<Object> inputs) {
        inputs.add(service);
        List<Candidate> candidates = new ArrayList<>();
        for (EndpointSlice slice : objects.slicesOf(service.key())) {
            inputs.add(slice);
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                ObjectReference target = endpoint.targetRef();
                boolean ofPod = target != null && "Pod".equals(target.kind());
                Pod pod = ofPod ? objects.pod(podKey(slice, target)) : null;
                boolean isLeaving = target != null && contains(leaving, target.uid());
                inputs.add(pod == null ? endpoint : pod);
                inputs.add(isLeaving);
                candidates.add(new Candidate(slice, endpoint, ofPod, pod, isLeaving));
            }
        }
        return candidates;
    }

    private static boolean contains(Set<String> uids, @Nullable String uid) {
        return uid != null && uids.contains(uid);
    }

    private static ObjectKey podKey(EndpointSlice slice, @Nullable ObjectReference target) {
        String name = target == null || target.name() == null ? "" : target.name();
        return new ObjectKey(slice.key().namespace(), name);
    }

    private Compiled compile(
            Service service,
            List<Candidate> candidates,
            Inputs inputs,
            @Nullable Compiled before,
            EdgeObjects objects) {
        Map<Integer, Backend> backends = new LinkedHashMap<>();
        Map<Integer, List<Serving>> serving = new HashMap<>();
        Map<Integer, Long> emptySince = new HashMap<>();
        for (Service.Port port : service.spec().ports()) {
            if (!HttpPorts.isTcp(port.protocol())) {
                continue;
            }
            List<Serving> found = serving(candidates, port, publishesNotReady(service));
            if (before != null && found.stream().allMatch(s -> s.endpoint.draining())) {
                found = keptThroughGrace(port.port(), before, found, emptySince, objects);
            }
            serving.put(port.port(), found);
            backends.put(port.port(), backend(service, port, found, inputs.shares));
        }
        return new Compiled(inputs, backends, serving, emptySince);
    }

    private static Backend backend(
            Service service, Service.Port port, List<Serving> found, Map<String, Integer> shares) {
        List<Endpoint> endpoints = found.stream().map(Serving::endpoint).sorted(ORDER).toList();
        return new Backend(
                RouteIds.backend(service.key(), port.port()),
                endpoints,
                weights(endpoints, shares));
    }

    /// The shares as weights. Numbers that are no percentage are taken for the nearest one: a wrong
    /// answer must not keep everything else from being routed.
    private static Map<String, Integer> weights(
            List<Endpoint> endpoints, Map<String, Integer> shares) {
        if (shares.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> weights = new HashMap<>();
        endpoints.forEach(endpoint -> weights.put(endpoint.revision(), 0));
        shares.forEach(
                (revision, percent) -> weights.put(revision, Math.clamp(percent, 0, PERCENT_MAX)));
        return weights;
    }

    private static boolean publishesNotReady(Service service) {
        return Boolean.TRUE.equals(service.spec().publishNotReadyAddresses());
    }

    private static List<Serving> serving(
            List<Candidate> candidates, Service.Port port, boolean evenNotReady) {
        Map<String, Serving> found = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            Integer number = candidate.portNumber(port);
            if (number == null || !candidate.counts(evenNotReady)) {
                continue;
            }
            for (String address : candidate.endpoint.addresses()) {
                Endpoint endpoint = candidate.at(address, number);
                if (endpoint != null) {
                    Serving one = new Serving(endpoint, candidate.podKey(), candidate.podUid());
                    // During a change a pod may be in two slices; the one that is ready wins.
                    found.merge(
                            address + ":" + number, one, (a, b) -> a.endpoint.draining() ? b : a);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private List<Serving> keptThroughGrace(
            int port,
            Compiled before,
            List<Serving> found,
            Map<Integer, Long> emptySince,
            EdgeObjects objects) {
        List<Serving> kept = new ArrayList<>();
        for (Serving one : before.serving.getOrDefault(port, List.of())) {
            if (!one.endpoint.draining() && one.stillServes(objects)) {
                kept.add(one);
            }
        }
        long now = time.nanos();
        long since = before.emptySince.getOrDefault(port, now);
        if (kept.isEmpty() || isOver(since, now)) {
            return found;
        }
        emptySince.put(port, since);
        for (Serving one : found) {
            if (kept.stream().noneMatch(k -> k.sameAddress(one))) {
                kept.add(one);
            }
        }
        return kept;
    }

    /// What a service was compiled from.
    private record Inputs(List<Object> objects, Map<String, Integer> shares) {

        /// An informer gives the same instance until the object changes.
        @SuppressWarnings("ReferenceEquality")
        boolean isSame(List<Object> now, Map<String, Integer> sharesNow) {
            if (objects.size() != now.size() || !shares.equals(sharesNow)) {
                return false;
            }
            for (int i = 0; i < now.size(); i++) {
                if (objects.get(i) != now.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// An endpoint of a slice, and what else is known of it.
    private record Candidate(
            EndpointSlice slice,
            EndpointSlice.Endpoint endpoint,
            boolean ofPod,
            @Nullable Pod pod,
            boolean leaving) {

        @Nullable Integer portNumber(Service.Port port) {
            for (EndpointSlice.Port offered : slice.ports()) {
                if (HttpPorts.isTcp(offered.protocol())
                        && Objects.equals(name(offered.name()), name(port.name()))) {
                    return offered.port();
                }
            }
            return null;
        }

        /// Whether it belongs into the backend at all.
        boolean counts(boolean evenNotReady) {
            if (ofPod && !isKnown()) {
                return false;
            }
            return draining() || isReady(evenNotReady);
        }

        boolean draining() {
            return leaving
                    || Boolean.TRUE.equals(endpoint.conditions().terminating())
                    || (pod != null && pod.metadata().isBeingDeleted());
        }

        /// Null where that is no address: a slice may hold host names, which nobody resolves here.
        @Nullable Endpoint at(String address, int number) {
            try {
                String revision = pod == null ? "" : revisionOf(pod);
                return new Endpoint(address, number, revision, draining());
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        @Nullable ObjectKey podKey() {
            return pod == null ? null : pod.key();
        }

        @Nullable String podUid() {
            return pod == null ? null : pod.metadata().uid();
        }

        private boolean isKnown() {
            ObjectReference target = endpoint.targetRef();
            return pod != null
                    && !pod.status().isTerminal()
                    && target != null
                    && (target.uid() == null || target.uid().equals(pod.metadata().uid()));
        }

        private boolean isReady(boolean evenNotReady) {
            return !Boolean.FALSE.equals(endpoint.conditions().ready())
                    && (evenNotReady || pod == null || pod.status().isReady());
        }

        private static String name(@Nullable String name) {
            return name == null ? "" : name;
        }
    }

    static String revisionOf(Pod pod) {
        Map<String, String> labels = pod.metadata().labels();
        String rollout = labels.get(Rollout.POD_TEMPLATE_HASH);
        return rollout != null ? rollout : labels.getOrDefault(POD_TEMPLATE_HASH, "");
    }

    /// An endpoint in a backend and the pod behind it, if there is one.
    private record Serving(Endpoint endpoint, @Nullable ObjectKey podKey, @Nullable String podUid) {
        boolean stillServes(EdgeObjects objects) {
            if (podKey == null) {
                return false;
            }
            Pod pod = objects.pod(podKey);
            return pod != null
                    && Objects.equals(pod.metadata().uid(), podUid)
                    && pod.status().isReady();
        }

        boolean sameAddress(Serving other) {
            return endpoint.address().equals(other.endpoint.address())
                    && endpoint.port() == other.endpoint.port();
        }
    }

    private record Compiled(
            Inputs inputs,
            Map<Integer, Backend> backends,
            Map<Integer, List<Serving>> serving,
            Map<Integer, Long> emptySince) {}
}
