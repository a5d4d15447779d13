package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is particular about the objects of a kind. All methods work on the tree of one object, know
/// no other objects, and are called in this order on each write: `prepare…`, `applyDefaults`,
/// `validate`, `validateUpdate`. Thread-safe.
public interface KindRules {
    /// No rules beyond those for all kinds.
    KindRules NONE = new KindRules() {};

    /// Removes what the author of a new object may not set; `status` has been removed already.
    default void prepareCreate(ObjectNode object) {}

    /// Takes over from `before` what an update may not change silently.
    default void prepareUpdate(ObjectNode object, ObjectNode before) {}

    /// Sets the fields that were left out.
    default void applyDefaults(ObjectNode object) {}

    /// Reports everything wrong with the object.
    default void validate(ObjectNode object, Problems problems) {}

    /// Reports changes that are not allowed.
    default void validateUpdate(ObjectNode object, ObjectNode before, Problems problems) {}

    /// Seconds that an object has to end after its deletion; 0 for kinds that go at once.
    default long gracePeriodSeconds(ObjectNode object) {
        return 0;
    }
}
