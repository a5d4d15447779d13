package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks of a pod's volumes.
final class VolumeRules {
    private VolumeRules() {}

    /// Returns the volumes' names.
    static Set<String> validate(String path, ObjectNode podSpec, Problems problems) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode volume : podSpec.path("volumes")) {
            String place = path + "[" + index + "]";
            String name = Trees.text(volume, "name");
            if (name.isEmpty()) {
                problems.required(place + ".name", "");
            } else {
                problems.invalidAll(place + ".name", name, Names.labelFaults(name));
                if (!names.add(name)) {
                    problems.duplicate(place + ".name", name);
                }
            }
            validateSource(place, volume, problems);
            index++;
        }
        return names;
    }

    private static void validateSource(String place, JsonNode volume, Problems problems) {
        int sources = volume.size() - (volume.has("name") ? 1 : 0);
        if (sources == 0) {
            problems.required(place, "must specify a volume type");
        } else if (sources > 1) {
            problems.forbidden(place, "may not specify more than 1 volume type");
        }
        requireText(place + ".configMap.name", volume.get("configMap"), "name", problems);
        requireText(place + ".secret.secretName", volume.get("secret"), "secretName", problems);
        requireText(place + ".hostPath.path", volume.get("hostPath"), "path", problems);
        requireText(
                place + ".persistentVolumeClaim.claimName",
                volume.get("persistentVolumeClaim"),
                "claimName",
                problems);
    }

    private static void requireText(
            String place, @Nullable JsonNode source, String field, Problems problems) {
        if (source != null && Trees.text(source, field).isEmpty()) {
            problems.required(place, "");
        }
    }
}
