package dev.slipway.api;

/// What a deletion led to: the object's last state, and whether it is gone or still waits for its
/// finalizers or its grace period.
public record Removal(StoredObject object, boolean gone) {}
