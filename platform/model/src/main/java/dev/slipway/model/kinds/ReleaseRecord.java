package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one release: one workload's move from one version to another. Kept when the
/// workload is gone.
public record ReleaseRecord(ObjectMeta metadata, ReleaseRecordSpec spec, ReleaseRecordStatus status)
        implements Resource {
    public ReleaseRecord {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(ReleaseRecordStatus.class) : status;
    }

    /// What the release is, known when it begins. `who` is the user whose write changed the
    /// template; `backTo` is the revision whose version this is once more.
    public record ReleaseRecordSpec(
            WorkloadReference workload,
            long revision,
            @Nullable String who,
            Instant started,
            @Nullable Long backTo,
            @Nullable Version from,
            Version to,
            @Nullable Change change) {
        public ReleaseRecordSpec {
            requireNonNull(workload, "workload");
            requireNonNull(started, "started");
            requireNonNull(to, "to");
        }
    }

    /// The workload, of which there may have been several of one name.
    public record WorkloadReference(String apiVersion, String kind, String name, String uid) {
        public WorkloadReference {
            requireNonNull(apiVersion, "apiVersion");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(uid, "uid");
        }
    }

    /// A version of the template: its images, and the ConfigMaps and Secrets that it refers to as
    /// `configmap/NAME` and `secret/NAME`.
    public record Version(
            String templateHash, @Nullable Long revision, List<Image> images, List<String> config) {
        public Version {
            requireNonNull(templateHash, "templateHash");
            images = Immutable.list(images);
            config = Immutable.list(config);
        }
    }

    /// What one container runs.
    public record Image(String container, @Nullable String image) {}

    /// What the annotations of the workload say of the source: the commit, the version's name for
    /// people, and when it was committed.
    public record Change(
            @Nullable String commit, @Nullable String version, @Nullable Instant committed) {}
}
