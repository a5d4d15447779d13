package dev.slipway.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.apiserver.ResourceUsage;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Pod;
import dev.slipway.node.ContainerUsage;
import dev.slipway.node.LocalNode;
import dev.slipway.workloads.AutoscalingMetrics.PodValue;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the pods of this machine use, looked at every 15 seconds: answers `kubectl top`, and
/// autoscalers that go by processor time or memory. Thread-safe.
final class MeasuredUsage implements ResourceUsage, Component {
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final double NANOS = 1e9;

    /// A container at one look; processor time since its start.
    private record Look(Duration cpuTime, long nanos) {}

    private final LocalNode node;
    private final String nodeName;
    private final Informer<Pod> pods;
    private final Time time;

    @GuardedBy("this")
    private Map<ObjectKey, Map<String, Look>> looks = Map.of();

    @GuardedBy("this")
    private Map<ObjectKey, PodUsage> measured = Map.of();

    @GuardedBy("this")
    private Time.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean closed;

    MeasuredUsage(LocalNode node, String nodeName, Informer<Pod> pods, Time time) {
        this.node = node;
        this.nodeName = nodeName;
        this.pods = pods;
        this.time = time;
    }

    @Override
    public void start() {
        look();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    @Override
    public synchronized List<PodUsage> pods(String namespace) {
        return measured.values().stream()
                .filter(pod -> namespace.isEmpty() || pod.key().namespace().equals(namespace))
                .toList();
    }

    @Override
    public List<NodeUsage> nodes() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system)) {
            return List.of();
        }
        double cores = Math.max(0, system.getCpuLoad()) * system.getAvailableProcessors();
        long used = system.getTotalMemorySize() - system.getFreeMemorySize();
        Window window = new Window(time.now(), PERIOD);
        return List.of(new NodeUsage(nodeName, Map.of(), window, new Amount(cores, used)));
    }

    /// Cores or bytes of each pod, by its name; of one container, or of all if it is null.
    Map<String, PodValue> usage(String namespace, String resource, @Nullable String container) {
        Map<String, PodValue> values = new HashMap<>();
        for (PodUsage pod : pods(namespace)) {
            List<Amount> amounts = new ArrayList<>();
            pod.containers()
                    .forEach((name, amount) -> {
                        if (container == null || container.equals(name)) {
                            amounts.add(amount);
                        }
                    });
            OptionalDouble value = sum(resource, amounts);
            value.ifPresent(sum ->
                    values.put(
                            pod.key().name(),
                            new PodValue(sum, pod.window().end(), pod.window().length())));
        }
        return values;
    }

    private static OptionalDouble sum(String resource, List<Amount> amounts) {
        if (amounts.isEmpty()) {
            return OptionalDouble.empty();
        }
        return switch (resource) {
            case "cpu" -> OptionalDouble.of(amounts.stream().mapToDouble(Amount::cpuCores).sum());
            case "memory" ->
                    OptionalDouble.of(amounts.stream().mapToDouble(Amount::memoryBytes).sum());
            default -> OptionalDouble.empty();
        };
    }

    /// Looking reads files, so it happens on a thread of its own.
    private synchronized void look() {
        if (!closed) {
            Thread.ofVirtual().name("usage").start(this::measure);
            next = time.schedule(PERIOD, this::look);
        }
    }

    private synchronized void measure() {
        Map<ObjectKey, Map<String, Look>> nowLooks = new HashMap<>();
        Map<ObjectKey, PodUsage> nowMeasured = new HashMap<>();
        Instant now = time.now();
        for (Pod pod : pods.all()) {
            Map<String, Look> before = looks.getOrDefault(pod.key(), Map.of());
            Map<String, Look> after = new HashMap<>();
            Map<String, Amount> amounts = new HashMap<>();
            for (var entry : node.usage(pod.key()).entrySet()) {
                Look look = new Look(entry.getValue().cpuTime(), time.nanos());
                after.put(entry.getKey(), look);
                Look last = before.get(entry.getKey());
                // Less time than before means another process since.
                if (last != null && look.cpuTime.compareTo(last.cpuTime) >= 0) {
                    amounts.put(entry.getKey(), amount(last, look, entry.getValue()));
                }
            }
            nowLooks.put(pod.key(), after);
            if (!amounts.isEmpty()) {
                Window window = new Window(now, PERIOD);
                nowMeasured.put(
                        pod.key(),
                        new PodUsage(pod.key(), pod.metadata().labels(), window, amounts));
            }
        }
        looks = nowLooks;
        measured = nowMeasured;
    }

    private static Amount amount(Look last, Look look, ContainerUsage usage) {
        double seconds = Math.max(1, look.nanos - last.nanos) / NANOS;
        double used = look.cpuTime.minus(last.cpuTime).toNanos() / NANOS;
        return new Amount(used / seconds, usage.memoryBytes());
    }
}
