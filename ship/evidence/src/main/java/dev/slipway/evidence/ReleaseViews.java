package dev.slipway.evidence;

import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Optional;

/// All rollouts as people watch them. In memory: it begins with the process, and the seconds of the
/// last ten minutes are kept. Thread-safe; every answer is a copy.
public interface ReleaseViews {
    /// Ordered by key.
    List<ReleaseView> all();

    Optional<ReleaseView> find(ObjectKey key);
}
