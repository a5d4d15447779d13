package dev.slipway.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.ReleaseRecord.Change;
import dev.slipway.model.kinds.ReleaseRecord.Image;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecord.Version;
import dev.slipway.model.kinds.ReleaseRecordStatus.Steering;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What templates and annotations say of versions. Pure.
final class Versions {
    static final String CHANGED_BY = "slipway.dev/changed-by";
    static final String CHANGED_AT = "slipway.dev/changed-at";
    static final String STEERED_BY = "slipway.dev/steered-by";

    private static final int IMAGES_MAX = 50;
    private static final int CONFIG_MAX = 100;
    private static final int TEXT_LENGTH_MAX = 1_024;
    private static final int WORKLOAD_NAME_LENGTH_MAX = 200;

    private Versions() {}

    static Version of(ReplicaSet set, String hash, long revision) {
        JsonNode pod = set.spec().template().path("spec");
        List<Image> images = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : pod.path(list)) {
                images.add(
                        new Image(
                                container.path("name").asText(), container.path("image").asText()));
            }
        }
        return new Version(
                hash,
                revision,
                images.stream().limit(IMAGES_MAX).toList(),
                config(pod).stream().limit(CONFIG_MAX).toList());
    }

    private static Set<String> config(JsonNode pod) {
        Set<String> names = new TreeSet<>();
        for (JsonNode volume : pod.path("volumes")) {
            refer(names, "configmap/", volume.at("/configMap/name"));
            refer(names, "secret/", volume.at("/secret/secretName"));
            for (JsonNode source : volume.at("/projected/sources")) {
                refer(names, "configmap/", source.at("/configMap/name"));
                refer(names, "secret/", source.at("/secret/name"));
            }
        }
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : pod.path(list)) {
                for (JsonNode source : container.path("envFrom")) {
                    refer(names, "configmap/", source.at("/configMapRef/name"));
                    refer(names, "secret/", source.at("/secretRef/name"));
                }
                for (JsonNode variable : container.path("env")) {
                    refer(names, "configmap/", variable.at("/valueFrom/configMapKeyRef/name"));
                    refer(names, "secret/", variable.at("/valueFrom/secretKeyRef/name"));
                }
            }
        }
        return names;
    }

    private static void refer(Set<String> names, String prefix, JsonNode name) {
        if (name.isTextual() && !name.textValue().isEmpty()) {
            names.add(prefix + name.textValue());
        }
    }

    /// Null if the annotations say nothing.
    static @Nullable Change change(ObjectMeta workload) {
        String commit = text(workload, "slipway.dev/commit");
        String version = text(workload, "app.kubernetes.io/version");
        if (version == null) {
            version = workload.labels().get("app.kubernetes.io/version");
        }
        Instant committed = time(workload.annotations().get("slipway.dev/commit-time"));
        boolean silent = commit == null && version == null && committed == null;
        return silent ? null : new Change(commit, version, committed);
    }

    static @Nullable String text(ObjectMeta workload, String annotation) {
        String text = workload.annotations().get(annotation);
        return text == null || text.isBlank() ? null : shortened(text.strip());
    }

    static @Nullable Steering steering(ObjectMeta workload) {
        String text = workload.annotations().get(STEERED_BY);
        String[] words = text == null ? new String[0] : text.split(" ", 3);
        Instant at = words.length == 3 ? time(words[1]) : null;
        return at == null ? null : new Steering(words[0], shortened(words[2]), at);
    }

    /// When the template was changed, or else when the ReplicaSet of a new template was made.
    static Instant started(ObjectMeta workload, ReplicaSet set, Instant now) {
        Instant changed = time(workload.annotations().get(CHANGED_AT));
        if (changed != null) {
            return changed;
        }
        Instant created = set.metadata().creationTimestamp();
        return created == null ? now : created;
    }

    static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// The name of the record, the same whenever the release is looked at: two workloads of one
    /// name, one after the other or of two kinds, do not share records.
    static String recordName(ReleaseRecordSpec release) {
        String identity =
                release.workload().kind()
                        + ' '
                        + release.workload().uid()
                        + ' '
                        + release.to().templateHash();
        String name = release.workload().name();
        String start =
                name.length() <= WORKLOAD_NAME_LENGTH_MAX
                        ? name
                        : name.substring(0, WORKLOAD_NAME_LENGTH_MAX);
        return start
                + "-"
                + release.revision()
                + "-"
                + TemplateHash.of(Json.object().put("release", identity), 0);
    }

    static String images(Version version) {
        return String.join(
                ", ",
                version.images().stream().map(image -> String.valueOf(image.image())).toList());
    }

    static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX
                ? text
                : text.substring(0, TEXT_LENGTH_MAX - 3) + "...";
    }
}
