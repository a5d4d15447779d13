package dev.slipway.client;

import dev.slipway.model.Resource;
import java.util.List;

/// Objects as they were at one revision, ordered by namespace and name.
public record ResourceList<T extends Resource>(List<T> items, long revision) {
    public ResourceList {
        items = List.copyOf(items);
    }
}
