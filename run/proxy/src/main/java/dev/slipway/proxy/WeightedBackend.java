package dev.slipway.proxy;

/// A backend's share of a route's requests: its weight over the sum of weights. 0: none. Requests
/// that fall to a backend that the snapshot does not have answer 500.
public record WeightedBackend(String backendId, int weight) {
    public WeightedBackend {
        Checks.notBlank("backendId", backendId);
        Checks.range("weight", weight, 0, 1_000_000);
    }
}
