package dev.slipway.scrape.discovery;

import dev.slipway.scrape.config.TargetGroup;
import java.io.IOException;
import java.util.List;

/// Targets that are looked up again and again. For one thread at a time.
interface TargetLookup extends AutoCloseable {
    /// All that is there now. Throws [IOException] if that cannot be said; what was found before is
    /// kept then.
    List<TargetGroup> find() throws IOException;

    /// Whether [#hasChanged] can tell changes at little cost, so that it is worth asking often.
    default boolean noticesChanges() {
        return false;
    }

    /// Whether there may be something else than what was found last.
    default boolean hasChanged() {
        return false;
    }

    @Override
    default void close() {}
}
