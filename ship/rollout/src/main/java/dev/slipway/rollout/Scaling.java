package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// What is decided about the size of a ReplicaSet: how many pods it is to have now, and until when
/// one that is not needed any more stays. Pure.
final class Scaling {
    /// On a ReplicaSet: when it goes to 0.
    static final String DEADLINE = "scale-down-deadline";

    private static final Duration DELAY_DEFAULT = Duration.ofSeconds(30);

    private Scaling() {}

    /// The size for a set, and its deadline (null: none).
    record Order(ReplicaSet set, int replicas, @Nullable Instant deadline) {
        boolean changesReplicas() {
            return Scene.wanted(set) != replicas;
        }

        boolean changesDeadline() {
            Instant before = Scaling.deadline(set);
            return before == null ? deadline != null : !before.equals(deadline);
        }
    }

    static @Nullable Instant deadline(ReplicaSet set) {
        String text = set.metadata().annotations().get(DEADLINE);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    /// A delay in seconds as specified, 30 if not.
    static Duration delay(@Nullable Integer seconds) {
        return seconds == null ? DELAY_DEFAULT : Duration.ofSeconds(seconds);
    }

    /// The set as it is until `delay` from when it was first not needed, then no pods.
    static Order until(Scene scene, ReplicaSet set, Duration delay) {
        Instant deadline = deadline(set);
        if (deadline == null) {
            // Annotations carry whole seconds.
            deadline = Instant.ofEpochSecond(scene.now().plus(delay).getEpochSecond());
        }
        boolean over = !scene.now().isBefore(deadline);
        return new Order(set, over ? 0 : Scene.wanted(set), over ? null : deadline);
    }
}
