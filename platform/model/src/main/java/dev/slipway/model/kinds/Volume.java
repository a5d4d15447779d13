package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that containers of a pod mount; exactly one source is set.
public record Volume(
        String name,
        @Nullable EmptyDir emptyDir,
        @Nullable ConfigMapSource configMap,
        @Nullable SecretSource secret,
        @Nullable HostPath hostPath,
        @Nullable DownwardApi downwardAPI,
        @Nullable Projected projected,
        @Nullable Claim persistentVolumeClaim) {
    public Volume {
        requireNonNull(name, "name");
    }

    /// An empty folder that lives as long as the pod.
    public record EmptyDir(@Nullable String medium, @Nullable String sizeLimit) {}

    /// The entries of a ConfigMap as files.
    public record ConfigMapSource(
            @Nullable String name,
            List<KeyToPath> items,
            @Nullable Integer defaultMode,
            @Nullable Boolean optional) {
        public ConfigMapSource {
            items = Immutable.list(items);
        }
    }

    /// The entries of a Secret as files.
    public record SecretSource(
            @Nullable String secretName,
            List<KeyToPath> items,
            @Nullable Integer defaultMode,
            @Nullable Boolean optional) {
        public SecretSource {
            items = Immutable.list(items);
        }
    }

    /// A file or folder of the node.
    public record HostPath(String path, @Nullable String type) {
        public HostPath {
            requireNonNull(path, "path");
        }
    }

    /// Facts about the pod as files.
    public record DownwardApi(List<DownwardFile> items, @Nullable Integer defaultMode) {
        public DownwardApi {
            items = Immutable.list(items);
        }
    }

    /// One fact about the pod as a file.
    public record DownwardFile(
            String path,
            @Nullable FieldReference fieldRef,
            @Nullable ResourceFieldReference resourceFieldRef,
            @Nullable Integer mode) {
        public DownwardFile {
            requireNonNull(path, "path");
        }
    }

    /// Several sources in one folder.
    public record Projected(List<Projection> sources, @Nullable Integer defaultMode) {
        public Projected {
            sources = Immutable.list(sources);
        }
    }

    /// One source of a projected volume.
    public record Projection(
            @Nullable ProjectedSource configMap,
            @Nullable ProjectedSource secret,
            @Nullable DownwardApi downwardAPI,
            @Nullable ServiceAccountToken serviceAccountToken) {}

    /// A ConfigMap or Secret as part of a projected volume.
    public record ProjectedSource(String name, List<KeyToPath> items, @Nullable Boolean optional) {
        public ProjectedSource {
            requireNonNull(name, "name");
            items = Immutable.list(items);
        }
    }

    /// A token of the pod's service account as a file.
    public record ServiceAccountToken(
            @Nullable String audience, @Nullable Long expirationSeconds, String path) {
        public ServiceAccountToken {
            requireNonNull(path, "path");
        }
    }

    /// Which entry becomes which file.
    public record KeyToPath(String key, String path, @Nullable Integer mode) {
        public KeyToPath {
            requireNonNull(key, "key");
            requireNonNull(path, "path");
        }
    }

    /// Storage claimed by name.
    public record Claim(String claimName, @Nullable Boolean readOnly) {
        public Claim {
            requireNonNull(claimName, "claimName");
        }
    }
}
