package dev.slipway.apiserver;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What pods and nodes use: a crossing that the metrics answer. Thread-safe.
public interface ResourceUsage {
    /// Processor time in cores (seconds a second) averaged over the window, and memory in bytes
    /// that cannot be given back, at its end.
    record Amount(double cpuCores, long memoryBytes) {}

    /// When the figures end, and over which time processor use was averaged.
    record Window(Instant end, Duration length) {
        public Window {
            requireNonNull(end, "end");
            requireNonNull(length, "length");
        }
    }

    /// A pod with the amounts of its running containers.
    record PodUsage(
            ObjectKey key,
            Map<String, String> labels,
            Window window,
            Map<String, Amount> containers) {
        public PodUsage {
            labels = Map.copyOf(labels);
            containers = Map.copyOf(containers);
        }
    }

    /// A node.
    record NodeUsage(String name, Map<String, String> labels, Window window, Amount amount) {
        public NodeUsage {
            labels = Map.copyOf(labels);
        }
    }

    /// The pods of a namespace of which there are figures; of all namespaces if it is empty.
    List<PodUsage> pods(String namespace);

    List<NodeUsage> nodes();

    /// For servers that measure nothing.
    static ResourceUsage none() {
        return new ResourceUsage() {
            @Override
            public List<PodUsage> pods(String namespace) {
                return List.of();
            }

            @Override
            public List<NodeUsage> nodes() {
                return List.of();
            }
        };
    }
}
