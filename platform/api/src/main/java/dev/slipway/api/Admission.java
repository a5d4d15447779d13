package dev.slipway.api;

/// A look at every write before it is stored: may change what is written, or refuse by throwing
/// [dev.slipway.model.ApiException]. All `mutate` run before all `validate`. Thread-safe; must be
/// quick.
public interface Admission {
    default void mutate(AdmissionRequest request) {}

    default void validate(AdmissionRequest request) {}
}
