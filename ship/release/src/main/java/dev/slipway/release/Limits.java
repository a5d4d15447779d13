package dev.slipway.release;

import dev.slipway.model.kinds.Release;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the annotation that limits a new version's traffic.
final class Limits {
    private Limits() {}

    /// Null if there is none, -1 if nobody can read it.
    static @Nullable Integer of(Map<String, String> annotations) {
        String text = annotations.get(Release.LIMIT);
        if (text == null) {
            return null;
        }
        return text.matches("[0-9]{1,3}") ? Integer.valueOf(text) : -1;
    }
}
