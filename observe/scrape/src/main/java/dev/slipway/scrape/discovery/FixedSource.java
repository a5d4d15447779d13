package dev.slipway.scrape.discovery;

import dev.slipway.scrape.config.TargetGroup;
import java.util.List;

/// Targets that are written down.
record FixedSource(List<TargetGroup> groups) implements TargetSource {
    @Override
    public void close() {
        // Holds nothing.
    }
}
