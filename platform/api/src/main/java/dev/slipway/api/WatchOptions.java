package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.FieldSelector;
import dev.slipway.model.LabelSelector;

/// Which changes to watch. `resourceVersion` empty or `0`: first an `Added` for each object there
/// is, then the changes; else the changes after it. With `initialEvents` the objects there are come
/// first whatever the revision, followed by a bookmark that says so. `bookmarks`: tell the revision
/// now and then.
public record WatchOptions(
        String namespace,
        LabelSelector labels,
        FieldSelector fields,
        String resourceVersion,
        boolean initialEvents,
        boolean bookmarks) {
    public WatchOptions {
        requireNonNull(namespace, "namespace");
        requireNonNull(labels, "labels");
        requireNonNull(fields, "fields");
        requireNonNull(resourceVersion, "resourceVersion");
    }

    public static WatchOptions since(ListOptions selection, long revision) {
        return of(selection, revision, true);
    }

    /// Without bookmarks.
    static WatchOptions changesSince(ListOptions selection, long revision) {
        return of(selection, revision, false);
    }

    private static WatchOptions of(ListOptions selection, long revision, boolean bookmarks) {
        return new WatchOptions(
                selection.namespace(),
                selection.labels(),
                selection.fields(),
                Long.toString(revision),
                false,
                bookmarks);
    }
}
