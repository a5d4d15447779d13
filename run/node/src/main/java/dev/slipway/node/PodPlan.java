package dev.slipway.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to do about a pod now, and when to think about it again if nothing happens before.
record PodPlan(List<Action> actions, @Nullable Instant again) {
    PodPlan {
        actions = List.copyOf(actions);
    }

    /// One thing to do to one container.
    sealed interface Action {
        String container();
    }

    record Start(String container) implements Action {}

    record Stop(String container, String message) implements Action {}
}
