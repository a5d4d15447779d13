package dev.slipway.node;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;

/// A container that a runtime knows, as found by a node that starts anew.
public record FoundContainer(ContainerId id, ObjectKey pod, Image image, ContainerState state) {
    public FoundContainer {
        requireNonNull(id, "id");
        requireNonNull(pod, "pod");
        requireNonNull(image, "image");
        requireNonNull(state, "state");
    }
}
