package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a pod is to run. Null means not said; the API server fills in the defaults.
public record PodSpec(
        @Nullable String nodeName,
        @Nullable String serviceAccountName,
        @Nullable String restartPolicy,
        @Nullable Long terminationGracePeriodSeconds,
        @Nullable Long activeDeadlineSeconds,
        @Nullable Boolean hostNetwork,
        @Nullable String hostname,
        @Nullable String subdomain,
        @Nullable String runtimeClassName,
        @Nullable Boolean enableServiceLinks,
        @Nullable Boolean automountServiceAccountToken,
        @Nullable String priorityClassName,
        Map<String, String> nodeSelector,
        List<ReadinessGate> readinessGates,
        List<LocalReference> imagePullSecrets,
        List<Container> initContainers,
        List<Container> containers,
        List<Volume> volumes) {
    public PodSpec {
        nodeSelector = Immutable.map(nodeSelector);
        readinessGates = Immutable.list(readinessGates);
        imagePullSecrets = Immutable.list(imagePullSecrets);
        initContainers = Immutable.list(initContainers);
        containers = Immutable.list(containers);
        volumes = Immutable.list(volumes);
    }

    /// A condition that others set and that must hold before the pod counts as ready.
    public record ReadinessGate(String conditionType) {
        public ReadinessGate {
            requireNonNull(conditionType, "conditionType");
        }
    }
}
