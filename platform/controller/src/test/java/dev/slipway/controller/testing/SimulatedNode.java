package dev.slipway.controller.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Result;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A node that runs no processes but keeps to the contract of pods: takes unassigned pods, starts
/// them, makes them ready, ends them, and removes those being deleted after a while. Thread-safe.
public final class SimulatedNode implements Component, Stepwise {
    public static final String NAME = "simulated";
    public static final String HOST_PORTS = "slipway.dev/host-ports";
    private static final int FIRST_HOST_PORT = 20_000;

    /// How a pod behaves: null times mean never.
    ///
    /// @param ready time from start to readiness
    /// @param end time from start to its end
    /// @param exitCode of all containers at the end
    /// @param stop time from the wish for deletion to its end
    public record Behaviour(
            @Nullable Duration ready, @Nullable Duration end, int exitCode, Duration stop) {
        /// Ready after a second, gone a second after deletion.
        public static Behaviour healthy() {
            return new Behaviour(Duration.ofSeconds(1), null, 0, Duration.ofSeconds(1));
        }

        public static Behaviour neverReady() {
            return new Behaviour(null, null, 0, Duration.ofSeconds(1));
        }

        public static Behaviour exits(Duration after, int exitCode) {
            return new Behaviour(Duration.ZERO, after, exitCode, Duration.ofSeconds(1));
        }
    }

    private final Time time;
    private final Resources<Pod> pods;
    private final Informer<Pod> informer;
    private final Function<Pod, Behaviour> behaviours;
    private final Controller controller;

    public SimulatedNode(
            Cluster cluster, Informers informers, Time time, Function<Pod, Behaviour> behaviours) {
        this.time = time;
        this.pods = cluster.resources(Kinds.POD);
        this.informer = informers.of(Kinds.POD);
        this.behaviours = behaviours;
        this.controller =
                Controller.named("simulated-node", this::reconcile, time)
                        .onChange(informer)
                        .workers(8)
                        .build();
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public boolean step() throws InterruptedException {
        return controller.step();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Result reconcile(ObjectKey key) {
        Pod pod = informer.find(key);
        if (pod == null) {
            return Result.done();
        }
        String node = pod.spec().nodeName();
        if (node == null) {
            assign(pod);
            return Result.done();
        }
        if (!node.equals(NAME)) {
            return Result.done();
        }
        Behaviour behaviour = behaviours.apply(pod);
        return pod.metadata().deletionTimestamp() != null
                ? stop(pod, behaviour)
                : run(pod, behaviour);
    }

    private void assign(Pod pod) {
        ObjectNode patch = identified(pod);
        ObjectNode ports = Json.object();
        for (Container container : pod.spec().containers()) {
            for (Container.Port port : container.ports()) {
                ports.put(Integer.toString(port.containerPort()), hostPort(pod, port));
            }
        }
        ((ObjectNode) patch.get("metadata"))
                .putObject("annotations")
                .put(HOST_PORTS, ports.toString());
        patch.putObject("spec").put("nodeName", NAME);
        pods.patch(pod.key(), new Patch.MergePatch(patch));
    }

    private static int hostPort(Pod pod, Container.Port port) {
        int hash = (pod.metadata().storedUid() + port.containerPort()).hashCode();
        return FIRST_HOST_PORT + Math.floorMod(hash, 40_000);
    }

    private Result run(Pod pod, Behaviour behaviour) {
        if (pod.status().isTerminal()) {
            return Result.done();
        }
        Instant started = pod.status().startTime();
        if (started == null) {
            report(pod, "Running", false, time.now(), null);
            return Result.done();
        }
        Duration age = Duration.between(started, time.now());
        if (isOver(behaviour.end(), age)) {
            report(
                    pod,
                    behaviour.exitCode() == 0 ? "Succeeded" : "Failed",
                    false,
                    started,
                    behaviour.exitCode());
            return Result.done();
        }
        if (isOver(behaviour.ready(), age) && !pod.status().isReady()) {
            report(pod, "Running", true, started, null);
        }
        return next(behaviour, age);
    }

    private static Result next(Behaviour behaviour, Duration age) {
        Duration wait = null;
        for (Duration moment : new Duration[] {behaviour.ready(), behaviour.end()}) {
            if (moment != null && moment.compareTo(age) > 0) {
                Duration left = moment.minus(age);
                wait = wait == null || left.compareTo(wait) < 0 ? left : wait;
            }
        }
        return wait == null ? Result.done() : Result.after(wait);
    }

    private static boolean isOver(@Nullable Duration moment, Duration age) {
        return moment != null && age.compareTo(moment) >= 0;
    }

    private Result stop(Pod pod, Behaviour behaviour) {
        Instant deadline = pod.metadata().deletionTimestamp();
        Long grace = pod.metadata().deletionGracePeriodSeconds();
        if (deadline == null) {
            return Result.done();
        }
        Instant asked = deadline.minusSeconds(grace == null ? 0 : grace);
        Instant end = asked.plus(behaviour.stop());
        Instant gone = end.isBefore(deadline) ? end : deadline;
        if (time.now().isBefore(gone)) {
            return Result.after(Duration.between(time.now(), gone));
        }
        pods.delete(
                pod.key(),
                DeleteOptions.ofUid(pod.metadata().storedUid()).withGracePeriod(Duration.ZERO));
        return Result.done();
    }

    private void report(
            Pod pod, String phase, boolean ready, Instant started, @Nullable Integer exitCode) {
        ObjectNode status = Json.object();
        status.put("phase", phase);
        status.put("startTime", Json.time(started));
        status.put("podIP", "127.0.0.1");
        status.put("hostIP", "127.0.0.1");
        ArrayNode conditions = status.putArray("conditions");
        String changed = Json.time(time.now());
        for (String type : new String[] {"Initialized", "ContainersReady", "Ready"}) {
            conditions
                    .addObject()
                    .put("type", type)
                    .put("status", ready || type.equals("Initialized") ? "True" : "False")
                    .put("lastTransitionTime", changed);
        }
        ArrayNode containers = status.putArray("containerStatuses");
        for (Container container : pod.spec().containers()) {
            ObjectNode state =
                    containers
                            .addObject()
                            .put("name", container.name())
                            .put("image", container.image())
                            .put("imageID", "")
                            .put("ready", ready)
                            .put("restartCount", 0)
                            .putObject("state");
            if (exitCode == null) {
                state.putObject("running").put("startedAt", Json.time(started));
            } else {
                state.putObject("terminated")
                        .put("exitCode", exitCode)
                        .put("reason", exitCode == 0 ? "Completed" : "Error")
                        .put("startedAt", Json.time(started))
                        .put("finishedAt", changed);
            }
        }
        ObjectNode patch = identified(pod);
        patch.set("status", status);
        pods.patchStatus(pod.key(), new Patch.MergePatch(patch));
    }

    private static ObjectNode identified(Pod pod) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", pod.metadata().storedUid());
        return patch;
    }
}
