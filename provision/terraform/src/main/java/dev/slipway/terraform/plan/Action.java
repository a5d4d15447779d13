package dev.slipway.terraform.plan;

/// What is done to an object.
public enum Action {
    NOOP,
    CREATE,
    /// A data source, or an ephemeral resource, is read while applying.
    READ,
    UPDATE,
    DELETE,
    /// Destroyed, then made again.
    DELETE_THEN_CREATE,
    /// Made again, then the old one destroyed.
    CREATE_THEN_DELETE,
    /// No longer looked after, but left as it is.
    FORGET;

    public boolean isReplace() {
        return this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE;
    }
}
