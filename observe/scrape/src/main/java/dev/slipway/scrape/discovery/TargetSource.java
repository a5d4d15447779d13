package dev.slipway.scrape.discovery;

import dev.slipway.scrape.config.TargetGroup;
import java.util.List;

/// One place where targets are found. Thread-safe.
interface TargetSource extends AutoCloseable {
    /// What was found last; what cannot be looked up now is as it was before.
    List<TargetGroup> groups();

    @Override
    void close();
}
