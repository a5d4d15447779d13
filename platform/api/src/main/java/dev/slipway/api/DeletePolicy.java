package dev.slipway.api;

import org.jspecify.annotations.Nullable;

/// How to delete: only the object with that `uid` and `resourceVersion` if given (else a conflict);
/// a grace period for kinds that have one (null: as the object says); what becomes of dependents
/// (null: as usual for the kind).
public record DeletePolicy(
        @Nullable String uid,
        @Nullable String resourceVersion,
        @Nullable Long gracePeriodSeconds,
        @Nullable Propagation propagation,
        boolean dryRun) {
    private static final DeletePolicy DEFAULTS = new DeletePolicy(null, null, null, null, false);

    /// What becomes of the objects that the deleted one owns.
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static DeletePolicy defaults() {
        return DEFAULTS;
    }
}
