package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One program of a pod: what to run, with what environment, files, limits and probes.
public record Container(
        String name,
        @Nullable String image,
        @Nullable String imagePullPolicy,
        List<String> command,
        List<String> args,
        @Nullable String workingDir,
        List<Port> ports,
        List<EnvFrom> envFrom,
        List<EnvVar> env,
        ResourceRequirements resources,
        List<VolumeMount> volumeMounts,
        @Nullable Probe livenessProbe,
        @Nullable Probe readinessProbe,
        @Nullable Probe startupProbe,
        @Nullable Lifecycle lifecycle,
        @Nullable String restartPolicy,
        @Nullable String terminationMessagePath,
        @Nullable String terminationMessagePolicy,
        @Nullable Boolean tty,
        @Nullable Boolean stdin) {
    public Container {
        requireNonNull(name, "name");
        command = Immutable.list(command);
        args = Immutable.list(args);
        ports = Immutable.list(ports);
        envFrom = Immutable.list(envFrom);
        env = Immutable.list(env);
        resources = resources == null ? Json.empty(ResourceRequirements.class) : resources;
        volumeMounts = Immutable.list(volumeMounts);
    }

    /// A port the program listens on.
    public record Port(
            @Nullable String name,
            int containerPort,
            @Nullable Integer hostPort,
            @Nullable String protocol,
            @Nullable String hostIP) {}

    /// One variable, given literally or by a source.
    public record EnvVar(String name, @Nullable String value, @Nullable EnvSource valueFrom) {
        public EnvVar {
            requireNonNull(name, "name");
        }
    }

    /// Where the value of a variable comes from; exactly one is set.
    public record EnvSource(
            @Nullable FieldReference fieldRef,
            @Nullable ResourceFieldReference resourceFieldRef,
            @Nullable KeyReference configMapKeyRef,
            @Nullable KeyReference secretKeyRef) {}

    /// All entries of a ConfigMap or Secret as variables; exactly one is set.
    public record EnvFrom(
            @Nullable String prefix,
            @Nullable OptionalReference configMapRef,
            @Nullable OptionalReference secretRef) {}

    /// An object of the same namespace that may be missing if `optional`.
    public record OptionalReference(String name, @Nullable Boolean optional) {
        public OptionalReference {
            requireNonNull(name, "name");
        }
    }

    /// Quantities by resource name, as written in the manifest.
    public record ResourceRequirements(Map<String, String> requests, Map<String, String> limits) {
        public ResourceRequirements {
            requests = Immutable.map(requests);
            limits = Immutable.map(limits);
        }
    }

    /// Where a volume of the pod appears in the container.
    public record VolumeMount(
            String name,
            String mountPath,
            @Nullable String subPath,
            @Nullable String subPathExpr,
            @Nullable Boolean readOnly) {
        public VolumeMount {
            requireNonNull(name, "name");
            requireNonNull(mountPath, "mountPath");
        }
    }

    /// What to do after the start and before the end.
    public record Lifecycle(@Nullable Handler postStart, @Nullable Handler preStop) {}

    /// An action of a life cycle; exactly one is set.
    public record Handler(
            Probe.@Nullable Exec exec,
            Probe.@Nullable HttpGet httpGet,
            Probe.@Nullable TcpSocket tcpSocket,
            @Nullable Sleep sleep) {}

    /// Waits.
    public record Sleep(long seconds) {}
}
