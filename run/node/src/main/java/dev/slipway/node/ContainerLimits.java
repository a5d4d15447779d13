package dev.slipway.node;

import org.jspecify.annotations.Nullable;

/// How much of the machine a container may use; null means no limit. `cpuMillisRequested` is its
/// share when processors are scarce.
public record ContainerLimits(
        @Nullable Long memoryBytes, @Nullable Long cpuMillis, @Nullable Long cpuMillisRequested) {
    public static final ContainerLimits NONE = new ContainerLimits(null, null, null);

    /// Something is to be enforced, not only shared out.
    public boolean limited() {
        return memoryBytes != null || cpuMillis != null;
    }
}
