package dev.slipway.api;

/// One change as a watch tells it.
public sealed interface ObjectEvent {
    /// The revision to resume from after this event.
    long revision();

    record Added(StoredObject object) implements ObjectEvent {
        @Override
        public long revision() {
            return object.revision();
        }
    }

    record Modified(StoredObject object) implements ObjectEvent {
        @Override
        public long revision() {
            return object.revision();
        }
    }

    /// The last state, under the revision of the deletion.
    record Deleted(StoredObject object) implements ObjectEvent {
        @Override
        public long revision() {
            return object.revision();
        }
    }

    /// Nothing else happened up to `revision`; `initialEventsEnd` ends the objects there were, and
    /// is told by the annotation `k8s.io/initial-events-end`.
    record Bookmark(long revision, boolean initialEventsEnd) implements ObjectEvent {}
}
