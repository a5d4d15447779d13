package dev.slipway.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sees to it that a pod has its host ports, that everybody can read them from its annotation, and
/// that the next server knows them even if the object is gone: they are in `ports.json` in the
/// pod's folder too. Thread-safe for different pods.
final class PodPortKeeper {
    private static final String FILE = "ports.json";

    private final HostPorts ports;
    private final Resources<Pod> pods;

    PodPortKeeper(HostPorts ports, Resources<Pod> pods) {
        this.ports = ports;
        this.pods = pods;
    }

    /// Takes up what an earlier server has given to all pods that have a folder.
    void recallAll(Path folder) {
        for (PodFolders.Found found : PodFolders.list(folder)) {
            String json = AtomicFiles.readIfPresent(found.path().resolve(FILE));
            if (json != null) {
                ports.keep(found.uid(), PodPorts.parse(json).hostPorts());
            }
        }
    }

    /// Takes up what an earlier server has given to the pod.
    void recall(ActivePod pod) {
        String json = AtomicFiles.readIfPresent(pod.folder().resolve(FILE));
        PodPorts found = json == null ? PodPorts.of(pod.pod()) : PodPorts.parse(json);
        if (!found.hostPorts().isEmpty()) {
            ports.keep(pod.uid(), found.hostPorts());
            pod.setPorts(found);
        }
    }

    /// Takes the ports the pod still lacks. Throws [ContainerException] if one cannot be had.
    void take(ActivePod pod) {
        Map<Integer, @Nullable Integer> missing = new TreeMap<>(PodPorts.wanted(pod.pod()));
        missing.keySet().removeAll(pod.ports().hostPorts().keySet());
        if (missing.isEmpty()) {
            return;
        }
        Map<Integer, Integer> all = new TreeMap<>(pod.ports().hostPorts());
        all.putAll(ports.take(pod.uid(), missing));
        PodPorts given = new PodPorts(all);
        try {
            AtomicFiles.createFolders(pod.folder());
            AtomicFiles.write(
                    pod.folder().resolve(FILE), given.json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ContainerException(
                    ContainerException.Reason.CREATE_ERROR,
                    "The pod's folder "
                            + pod.folder()
                            + " cannot be written: "
                            + e
                            + ". Check that the data folder is writable and the disk is not full.",
                    e);
        }
        pod.setPorts(given);
    }

    /// Takes what is missing and makes the annotation say it.
    void ensure(ActivePod pod) {
        take(pod);
        boolean none = pod.ports().hostPorts().isEmpty();
        if (none || PodPorts.of(pod.pod()).equals(pod.ports())) {
            return;
        }
        ObjectNode change = Json.object();
        annotate(change, pod.ports());
        pod.see(pods.patch(pod.key(), new Patch.MergePatch(change)));
    }

    static void annotate(ObjectNode patch, PodPorts ports) {
        patch.withObject("/metadata/annotations").put(PodPorts.ANNOTATION, ports.json());
    }

    void release(String uid) {
        ports.release(uid);
    }
}
