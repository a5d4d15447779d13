package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.OwnWrites;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.ReleaseStatus;
import java.time.Duration;

/// Writes Releases themselves, always on condition that nobody else did meanwhile, and knows
/// whether the last write can be seen already. Thread-safe.
final class ReleaseWrites {
    static final String FINALIZER = "slipway.dev/release";

    private final Resources<Release> resources;
    private final OwnWrites<Release> ownWrites;

    /// To be made before the informer starts.
    ReleaseWrites(Cluster cluster, Informer<Release> releases, Time time) {
        resources = cluster.resources(Kinds.RELEASE);
        ownWrites = new OwnWrites<>(releases, time);
    }

    /// How long to wait at most until the last write can be seen; zero if it can.
    Duration outstanding(ObjectKey key) {
        return ownWrites.outstanding(key);
    }

    void status(Release release, ReleaseStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(release.status(), status);
        if (change != null && change.change() instanceof ObjectNode patch) {
            conditional(patch, release);
            note(resources.patchStatus(release.key(), new Patch.MergePatch(patch)));
        }
    }

    boolean hasFinalizer(Release release) {
        return release.metadata().finalizers().contains(FINALIZER);
    }

    void finalizer(Release release, boolean wanted) {
        if (hasFinalizer(release) == wanted) {
            return;
        }
        ObjectNode patch = Json.object();
        ArrayNode finalizers = patch.withObject("/metadata").putArray("finalizers");
        release.metadata().finalizers().stream()
                .filter(each -> !each.equals(FINALIZER))
                .forEach(finalizers::add);
        if (wanted) {
            finalizers.add(FINALIZER);
        }
        conditional(patch, release);
        try {
            note(resources.patch(release.key(), new Patch.MergePatch(patch)));
        } catch (ApiException e) {
            boolean gone = !wanted && e.reason() == Reason.NOT_FOUND;
            if (!gone) {
                throw e;
            }
        }
    }

    private static void conditional(ObjectNode patch, Release release) {
        patch.withObject("/metadata").put("resourceVersion", release.metadata().resourceVersion());
    }

    private void note(Release release) {
        ownWrites.wrote(release.key(), release);
    }
}
