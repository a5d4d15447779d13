package dev.slipway.node;

import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Container;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Ends containers as they ask to be ended: their hook, their signal, time, force. Thread-safe.
final class ContainerStop {
    private static final System.Logger LOGGER = System.getLogger(ContainerStop.class.getName());

    /// A hook that has used up all the time leaves this much for the program itself.
    private static final Duration AFTER_HOOK = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final Time time;
    private final Map<ContainerId, Latch> waiting = new ConcurrentHashMap<>();

    ContainerStop(ContainerRuntime runtime, Time time) {
        this.runtime = runtime;
        this.time = time;
    }

    /// What to stop, and how long it may take; the time is asked again whenever `wake` is called.
    record Request(ContainerId id, Container container, PodPorts ports, Supplier<Duration> grace) {}

    /// Returns once no process of the container is left. An interrupt makes it end by force at
    /// once.
    void stop(Request request) {
        ContainerId id = request.id();
        long begun = time.nanos();
        try {
            runHook(request, begun);
            runtime.terminate(id);
            boolean hooked =
                    request.container().lifecycle() != null
                            && request.container().lifecycle().preStop() != null;
            awaitExit(request, begun, hooked ? AFTER_HOOK : Duration.ZERO);
        } catch (InterruptedException _) {
            LOGGER.log(System.Logger.Level.DEBUG, "A stop was cut short container=" + id);
        } catch (ContainerException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "A container was gone before it could be stopped container=" + id,
                    e);
        } finally {
            waiting.remove(id);
        }
        if (runtime.inspect(id) instanceof ContainerState.Running) {
            runtime.kill(id);
        }
    }

    /// Something has changed for this container: it has ended, or may have less time.
    void wake(ContainerId id) {
        Latch latch = waiting.get(id);
        if (latch != null) {
            latch.open();
        }
    }

    private void runHook(Request request, long begun) throws InterruptedException {
        Container container = request.container();
        if (container.lifecycle() == null || container.lifecycle().preStop() == null) {
            return;
        }
        ContainerCheck check =
                new ContainerCheck(runtime, request.id(), container, request.ports(), time);
        Duration left = left(request, begun);
        if (left.isZero() || left.isNegative()) {
            return;
        }
        ProbeOutcome outcome = check.hook(container.lifecycle().preStop(), left);
        if (!outcome.success()) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "A preStop hook failed container="
                            + request.id()
                            + " message="
                            + outcome.message());
        }
    }

    private void awaitExit(Request request, long begun, Duration atLeast)
            throws InterruptedException {
        long earliestEnd = time.nanos() + atLeast.toNanos();
        while (true) {
            long end = Math.max(begun + request.grace().get().toNanos(), earliestEnd);
            Duration left = Duration.ofNanos(end - time.nanos());
            Latch latch = Latch.after(time, left.isNegative() ? Duration.ZERO : left);
            waiting.put(request.id(), latch);
            boolean running = runtime.inspect(request.id()) instanceof ContainerState.Running;
            if (!running || left.isNegative() || left.isZero()) {
                return;
            }
            latch.await();
        }
    }

    private Duration left(Request request, long begun) {
        return request.grace().get().minusNanos(time.nanos() - begun);
    }
}
