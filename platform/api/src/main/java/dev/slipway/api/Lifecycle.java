package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// When an object that is being deleted may go.
final class Lifecycle {
    private Lifecycle() {}

    /// It is being deleted, its time is up, and nobody holds on to it.
    static boolean isFinished(KindDefinition kind, ObjectNode object) {
        return Metadata.isBeingDeleted(object)
                && gracePeriodSeconds(object) == 0
                && !Metadata.hasFinalizers(object)
                && !Namespaces.isHeld(kind, object);
    }

    static long gracePeriodSeconds(ObjectNode object) {
        return Metadata.of(object).path(Metadata.DELETION_GRACE).asLong(0);
    }
}
