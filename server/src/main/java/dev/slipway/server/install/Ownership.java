package dev.slipway.server.install;

/// The label by which what Slipway has installed is known.
final class Ownership {
    static final String LABEL = "app.kubernetes.io/managed-by";
    static final String VALUE = "slipway";

    private Ownership() {}
}
