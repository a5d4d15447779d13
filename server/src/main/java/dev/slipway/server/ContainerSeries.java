package dev.slipway.server;

import dev.slipway.controller.Informer;
import dev.slipway.metric.figures.FigureSink;
import dev.slipway.metric.figures.FigureSource;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.node.ContainerUsage;
import dev.slipway.node.LocalNode;
import java.util.Map;
import java.util.Objects;

/// What each container of this machine uses, under the names of cAdvisor, which kubelets serve.
/// Thread-safe.
final class ContainerSeries implements FigureSource {
    private static final double NANOS = 1e9;

    private final LocalNode node;
    private final String nodeName;
    private final Informer<Pod> pods;

    ContainerSeries(LocalNode node, String nodeName, Informer<Pod> pods) {
        this.node = node;
        this.nodeName = nodeName;
        this.pods = pods;
    }

    @Override
    public void collect(FigureSink sink) {
        for (Pod pod : pods.all()) {
            Map<String, ContainerUsage> usage = node.usage(pod.key());
            usage.forEach((container, used) ->
                    tell(sink, used, labels(pod, container, image(pod, container))));
            if (!usage.isEmpty()) {
                ContainerUsage whole =
                        usage.values().stream().reduce(ContainerUsage.ZERO, ContainerUsage::plus);
                tell(sink, whole, labels(pod, "", ""));
            }
        }
    }

    private static void tell(FigureSink sink, ContainerUsage used, String[] labels) {
        sink.counter("container_cpu_usage_seconds_total", "Processor time used.")
                .sample(used.cpuTime().toNanos() / NANOS, labels);
        sink.gauge("container_memory_working_set_bytes", "Memory that cannot be given back now.")
                .sample(used.memoryBytes(), labels);
        sink.gauge("container_processes", "Processes.").sample(used.processes(), labels);
    }

    /// A whole pod has no container and no image.
    private String[] labels(Pod pod, String container, String image) {
        return new String[] {
            "namespace",
            pod.key().namespace(),
            "pod",
            pod.key().name(),
            "container",
            container,
            "image",
            image,
            "node",
            nodeName
        };
    }

    private static String image(Pod pod, String name) {
        return pod.spec().containers().stream()
                .filter(each -> each.name().equals(name))
                .map(Container::image)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }
}
