package dev.slipway.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to delete: with `uid` only that very object; with `gracePeriod` that time for a pod to end
/// (null: as the pod says); what becomes of dependents is said by `propagation`.
public record DeleteOptions(
        @Nullable String uid, @Nullable Duration gracePeriod, Propagation propagation) {

    /// What becomes of the objects that the deleted one owns.
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static DeleteOptions background() {
        return new DeleteOptions(null, null, Propagation.BACKGROUND);
    }

    public static DeleteOptions ofUid(String uid) {
        return new DeleteOptions(uid, null, Propagation.BACKGROUND);
    }

    public DeleteOptions withGracePeriod(Duration period) {
        return new DeleteOptions(uid, period, propagation);
    }
}
