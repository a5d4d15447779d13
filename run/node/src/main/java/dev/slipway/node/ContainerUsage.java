package dev.slipway.node;

import java.time.Duration;

/// What a container has used: processor time since its start, and the memory it cannot give back
/// now.
public record ContainerUsage(Duration cpuTime, long memoryBytes, int processes) {
    public static final ContainerUsage ZERO = new ContainerUsage(Duration.ZERO, 0, 0);

    public ContainerUsage plus(ContainerUsage other) {
        return new ContainerUsage(
                cpuTime.plus(other.cpuTime),
                memoryBytes + other.memoryBytes,
                processes + other.processes);
    }
}
