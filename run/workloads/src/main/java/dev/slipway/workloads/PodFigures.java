package dev.slipway.workloads;

import dev.slipway.model.Quantity;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.workloads.AutoscalingMetrics.PodValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures of a workload's pods, sorted by what they are good for, as Kubernetes does it: pods
/// that are not ready yet burn processor time on their start, which says nothing about their load;
/// pods without a figure are assumed to be in the way of whatever would be decided.
///
/// @param measured the values of pods that count
/// @param unready how many pods have a figure that does not count yet
/// @param missing how many pods have none
record PodFigures(List<Double> measured, int unready, int missing) {
    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Duration FIRST_READINESS = Duration.ofSeconds(30);

    static PodFigures of(
            List<Pod> pods, Map<String, PodValue> values, boolean processorTime, Instant now) {
        List<Double> measured = new ArrayList<>();
        int unready = 0;
        int missing = 0;
        for (Pod pod : Pods.active(pods)) {
            PodValue value = values.get(pod.key().name());
            if ("Pending".equals(pod.status().phase())) {
                unready++;
            } else if (value == null) {
                missing++;
            } else if (processorTime && isStarting(pod, value, now)) {
                unready++;
            } else {
                measured.add(value.value());
            }
        }
        return new PodFigures(List.copyOf(measured), unready, missing);
    }

    double sum() {
        return measured.stream().mapToDouble(Double::doubleValue).sum();
    }

    double average() {
        return sum() / measured.size();
    }

    /// What each pod requests, on average over the pods; null if one of the containers that count
    /// does not say.
    static @Nullable Double request(List<Pod> pods, String resource, @Nullable String container) {
        double sum = 0;
        List<Pod> active = Pods.active(pods);
        for (Pod pod : active) {
            for (Container each : pod.spec().containers()) {
                if (container != null && !container.equals(each.name())) {
                    continue;
                }
                String request = each.resources().requests().get(resource);
                if (request == null) {
                    return null;
                }
                sum += Quantity.parse(request).amount().doubleValue();
            }
        }
        return sum == 0 ? null : sum / active.size();
    }

    private static boolean isStarting(Pod pod, PodValue value, Instant now) {
        Condition ready = Condition.find(pod.status().conditions(), "Ready");
        Instant started = pod.status().startTime();
        Instant changed = ready == null ? null : ready.lastTransitionTime();
        if (ready == null || started == null || changed == null) {
            return true;
        }
        if (now.isBefore(started.plus(STARTING))) {
            return !ready.holds() || value.time().isBefore(changed.plus(value.window()));
        }
        return !ready.holds() && changed.isBefore(started.plus(FIRST_READINESS));
    }
}
