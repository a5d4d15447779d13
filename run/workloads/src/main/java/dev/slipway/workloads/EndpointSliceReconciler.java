package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps the EndpointSlices of a Service as its pods are. What becomes reachable is written before
/// what ceases to be, so that nobody who follows the slices sees a Service without pods in between.
final class EndpointSliceReconciler implements Reconciler {
    private static final String BY_SERVICE = "service";
    private static final String BY_LABEL = "label";
    private static final int WORKERS = 8;

    /// A write that is not seen for so long was undone by somebody else.
    private static final Duration UNSEEN_MAX = Duration.ofSeconds(30);

    private final WorkloadTools tools;
    private final Resources<EndpointSlice> resources;
    private final Informer<Service> services;
    private final Informer<Pod> pods;
    private final Informer<EndpointSlice> slices;
    private final SlowStart slowStart;

    /// What was written and is not in the cache yet: a decision must not be compared with older
    /// states, or the way back to one of them would be taken for done.
    private final Map<ObjectKey, Written> written = new ConcurrentHashMap<>();

    EndpointSliceReconciler(Cluster cluster, Informers informers, WorkloadTools tools) {
        this.tools = tools;
        this.resources = cluster.resources(Kinds.ENDPOINT_SLICE);
        this.services = informers.of(Kinds.SERVICE);
        this.pods = informers.of(Kinds.POD);
        this.slices = informers.of(Kinds.ENDPOINT_SLICE);
        this.slowStart = new SlowStart(tools.executor());
        pods.addIndex(BY_LABEL, EndpointSliceReconciler::labels);
        services.addIndex(BY_LABEL, EndpointSliceReconciler::firstLabel);
        slices.addIndex(BY_SERVICE, EndpointSliceReconciler::serviceOf);
        slices.addListener(this::forgetSeen);
    }

    Controller controller() {
        return Controller.named("endpointslice", this, tools.time())
                .onChange(services)
                .onDelta(pods, this::servicesOf)
                .onChange(
                        slices,
                        slice ->
                                serviceOf(slice).stream()
                                        .map(EndpointSliceReconciler::parse)
                                        .toList())
                .workers(WORKERS)
                .build();
    }

    @Override
    public Result reconcile(ObjectKey key) throws InterruptedException {
        Service service = services.find(key);
        Map<ObjectKey, EndpointSlice> wanted = Map.of();
        if (service != null && EndpointPlan.isManaged(service)) {
            wanted = EndpointPlan.of(service, podsOf(service));
        } else if (service != null) {
            return Result.done();
        }
        List<Runnable> first = new ArrayList<>();
        List<Runnable> then = new ArrayList<>();
        Map<ObjectKey, EndpointSlice> present = present(key);
        wanted.forEach((name, slice) -> {
            EndpointSlice before = present.remove(name);
            if (before == null) {
                first.add(() -> create(slice));
            } else if (!EndpointPlan.isUpToDate(before, slice)) {
                (EndpointPlan.hasReady(slice) ? first : then).add(() -> update(slice));
            }
        });
        present.forEach((name, slice) -> then.add(() -> delete(slice)));
        run(first);
        run(then);
        return Result.done();
    }

    private void run(List<Runnable> writes) throws InterruptedException {
        ApiException failure = slowStart.runAll(writes.size(), i -> writes.get(i).run());
        if (failure != null) {
            throw failure;
        }
    }

    private List<Pod> podsOf(Service service) {
        LabelSelector selector = LabelSelector.ofLabels(service.spec().selector());
        List<Pod> found = new ArrayList<>();
        for (String label : firstLabel(service)) {
            for (Pod pod : pods.byIndex(BY_LABEL, label)) {
                if (selector.matches(pod.metadata().labels())) {
                    found.add(pod);
                }
            }
        }
        return found;
    }

    private Map<ObjectKey, EndpointSlice> present(ObjectKey service) {
        Map<ObjectKey, EndpointSlice> present = new HashMap<>();
        for (EndpointSlice slice : slices.byIndex(BY_SERVICE, service.toString())) {
            present.put(slice.key(), slice);
        }
        long oldest = tools.time().nanos() - UNSEEN_MAX.toNanos();
        written.values().removeIf(each -> each.atNanos - oldest < 0);
        for (Written each : written.values()) {
            if (serviceOf(each.slice).contains(service.toString())) {
                present.put(each.slice.key(), each.slice);
            }
        }
        return present;
    }

    private void create(EndpointSlice slice) {
        try {
            note(resources.create(slice));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            patch(slice);
        }
    }

    private void update(EndpointSlice slice) {
        try {
            patch(slice);
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
            note(resources.create(slice));
        }
    }

    private void patch(EndpointSlice slice) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        ObjectNode labels = metadata.putObject("labels");
        slice.metadata().labels().forEach(labels::put);
        metadata.set("ownerReferences", list(slice.metadata().ownerReferences()));
        patch.set("endpoints", list(slice.endpoints()));
        patch.set("ports", list(slice.ports()));
        note(resources.patch(slice.key(), new Patch.MergePatch(patch)));
    }

    private void delete(EndpointSlice slice) {
        written.remove(slice.key());
        resources.delete(slice.key(), DeleteOptions.ofUid(slice.metadata().storedUid()));
    }

    private void note(EndpointSlice slice) {
        EndpointSlice seen = slices.find(slice.key());
        if (seen == null || version(seen) < version(slice)) {
            written.put(slice.key(), new Written(slice, tools.time().nanos()));
            EndpointSlice now = slices.find(slice.key());
            if (now != null) {
                forgetSeen(new Informer.Delta<>(null, now));
            }
        }
    }

    private void forgetSeen(Informer.Delta<EndpointSlice> delta) {
        EndpointSlice after = delta.after();
        Written last = written.get(delta.object().key());
        if (last != null && (after == null || version(after) >= version(last.slice))) {
            written.remove(delta.object().key(), last);
        }
    }

    /// Which Services a change of a pod concerns: none if it changed nothing that they tell.
    private List<ObjectKey> servicesOf(Informer.Delta<Pod> delta) {
        if (Objects.equals(told(delta.before()), told(delta.after()))) {
            return List.of();
        }
        Set<ObjectKey> found = new LinkedHashSet<>();
        addServicesOf(delta.before(), found);
        addServicesOf(delta.after(), found);
        return List.copyOf(found);
    }

    private void addServicesOf(@Nullable Pod pod, Set<ObjectKey> found) {
        for (String label : pod == null ? List.<String>of() : labels(pod)) {
            for (Service service : services.byIndex(BY_LABEL, label)) {
                LabelSelector selector = LabelSelector.ofLabels(service.spec().selector());
                if (pod != null
                        && EndpointPlan.isManaged(service)
                        && selector.matches(pod.metadata().labels())) {
                    found.add(service.key());
                }
            }
        }
    }

    private static List<String> labels(Resource object) {
        List<String> labels = new ArrayList<>();
        object.metadata()
                .labels()
                .forEach((name, value) -> labels.add(label(object.key(), name, value)));
        return labels;
    }

    /// The one label of the selector under which a Service is found, the least by name.
    private static List<String> firstLabel(Service service) {
        Map<String, String> selector = service.spec().selector();
        return selector.keySet().stream()
                .min(Comparator.naturalOrder())
                .map(name -> label(service.key(), name, String.valueOf(selector.get(name))))
                .stream()
                .toList();
    }

    private static String label(ObjectKey key, String name, String value) {
        return key.namespace() + " " + name + "=" + value;
    }

    private static @Nullable Told told(@Nullable Pod pod) {
        return pod == null
                ? null
                : new Told(
                        pod.metadata().labels(),
                        pod.metadata().annotations().get(HostPorts.ANNOTATION),
                        pod.status().podIP(),
                        pod.status().isReady(),
                        pod.status().isTerminal(),
                        pod.metadata().isBeingDeleted(),
                        pod.spec().nodeName());
    }

    private record Written(EndpointSlice slice, long atNanos) {}

    /// All of a pod that a slice depends on and that may change.
    private record Told(
            Map<String, String> labels,
            @Nullable String hostPorts,
            @Nullable String address,
            boolean ready,
            boolean ended,
            boolean beingDeleted,
            @Nullable String node) {}

    private static List<String> serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.metadata().labels();
        String service = labels.get(EndpointPlan.SERVICE_NAME);
        return service == null || !EndpointPlan.MANAGER.equals(labels.get(EndpointPlan.MANAGED_BY))
                ? List.of()
                : List.of(new ObjectKey(slice.key().namespace(), service).toString());
    }

    private static ObjectKey parse(String key) {
        int slash = key.indexOf('/');
        return new ObjectKey(key.substring(0, slash), key.substring(slash + 1));
    }

    private static ArrayNode list(List<?> values) {
        ArrayNode list = Json.object().putArray("values");
        values.forEach(value -> list.add(Json.tree(value)));
        return list;
    }

    private static long version(EndpointSlice slice) {
        String version = slice.metadata().resourceVersion();
        return version == null ? 0 : Long.parseLong(version);
    }
}
