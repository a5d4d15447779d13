package dev.slipway.client;

import dev.slipway.model.Kind;
import dev.slipway.model.Resource;

/// The one way to read and write resources. Two implementations, in process over the store and over
/// HTTP to any Kubernetes, pass the same contract suite; callers cannot tell them apart.
/// Thread-safe.
public interface Cluster {
    <T extends Resource> Resources<T> resources(Kind<T> kind);
}
