package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A thing that is part of a release: it can be brought into a state, and back. What a state says
/// is the part's own affair; it has to fit into the status of a Release. All methods that change
/// something may be called again at any time, and change nothing if nothing is to be changed.
interface Part {
    /// Kind and name, such as `Deployment api`.
    String id();

    boolean exists();

    /// Why it cannot be brought into this state, or null.
    @Nullable String obstacle(ObjectNode wanted);

    /// What it is like in the respects that `like` speaks of.
    ObjectNode state(ObjectNode like);

    /// Brings it into this state.
    void put(ObjectNode wanted);

    /// Brings it into the state `then`, if it is as it was `tried` in the cluster itself: what
    /// somebody wrote a moment ago, and may not be seen here yet, is left alone.
    void putBack(ObjectNode tried, ObjectNode then);

    default boolean isAs(ObjectNode wanted) {
        return exists() && state(wanted).equals(wanted);
    }
}
