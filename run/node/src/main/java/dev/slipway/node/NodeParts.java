package dev.slipway.node;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;

/// What a node works with and does not own: the API, its shared copies, the runtime, and the
/// crossings to whoever sends traffic to pods.
public record NodeParts(
        Cluster cluster,
        Informers informers,
        EventRecorder events,
        ContainerRuntime runtime,
        TrafficDrain drain,
        ServiceAddresses addresses,
        Time time) {
    public NodeParts {
        requireNonNull(cluster, "cluster");
        requireNonNull(informers, "informers");
        requireNonNull(events, "events");
        requireNonNull(runtime, "runtime");
        requireNonNull(drain, "drain");
        requireNonNull(addresses, "addresses");
        requireNonNull(time, "time");
    }
}
