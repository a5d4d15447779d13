package dev.slipway.node;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything a runtime needs to start a container: all references resolved, all variables
/// expanded. `podFolder` is the pod's own folder on this machine; empty `command` and `args` mean
/// the image's; `environment` wins over the image's.
public record ContainerSpec(
        ContainerId id,
        ObjectKey pod,
        Path podFolder,
        Image image,
        List<String> command,
        List<String> args,
        @Nullable String workingDir,
        Map<String, String> environment,
        List<Mount> mounts,
        ContainerLimits limits) {

    /// The folder or file `source` of this machine, seen by the container at `target`.
    public record Mount(Path source, String target, boolean readOnly) {
        public Mount {
            requireNonNull(source, "source");
            requireNonNull(target, "target");
        }
    }

    public ContainerSpec {
        requireNonNull(id, "id");
        requireNonNull(pod, "pod");
        requireNonNull(podFolder, "podFolder");
        requireNonNull(image, "image");
        command = List.copyOf(command);
        args = List.copyOf(args);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
        requireNonNull(limits, "limits");
    }
}
