package dev.slipway.api;

import java.util.List;

/// Objects as they were at one revision. `continueToken` is empty on the last page; `remaining` is
/// how many follow, or -1 if that is not known (with selectors).
public record ObjectList(
        List<StoredObject> items, long revision, String continueToken, long remaining) {
    public ObjectList {
        items = List.copyOf(items);
    }
}
