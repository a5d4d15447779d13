package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Rollout;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Keeps pods of the new version away from the nodes of the stable one, where a strategy asks for
/// that, by a term in the template of the new ReplicaSet. Pure.
final class AntiAffinity {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final String PATH = "/spec/affinity/podAntiAffinity";

    private AntiAffinity() {}

    /// Adds the term to a template of a new version, if there is a stable one that is another.
    static void add(Rollout rollout, String hash, ObjectNode template) {
        ObjectNode wanted = wanted(rollout);
        String stable = rollout.status().stableRS();
        if (wanted == null || stable == null || stable.equals(hash)) {
            return;
        }
        ObjectNode term = Json.object();
        ObjectNode expression =
                term.putObject("labelSelector").putArray("matchExpressions").addObject();
        expression.put("key", Rollout.POD_TEMPLATE_HASH).put("operator", "In");
        expression.putArray("values").add(stable);
        term.put("topologyKey", "kubernetes.io/hostname");
        ObjectNode affinity = template.withObject(PATH);
        if (wanted.has(REQUIRED)) {
            affinity.withArray("/" + REQUIRED).add(term);
        } else if (wanted.has(PREFERRED)) {
            ObjectNode weighted = affinity.withArray("/" + PREFERRED).addObject();
            weighted.put("weight", wanted.at("/" + PREFERRED + "/weight").asInt(1));
            weighted.set("podAffinityTerm", term);
        }
    }

    private static @Nullable ObjectNode wanted(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        Rollout.BlueGreen blueGreen = rollout.spec().strategy().blueGreen();
        if (canary != null) {
            return canary.antiAffinity();
        }
        return blueGreen == null ? null : blueGreen.antiAffinity();
    }

    /// Takes the term out again.
    static void strip(ObjectNode template) {
        if (!(template.at(PATH) instanceof ObjectNode affinity)) {
            return;
        }
        boolean required = remove(affinity, REQUIRED, "");
        boolean preferred = remove(affinity, PREFERRED, "/podAffinityTerm");
        boolean changed = required || preferred;
        if (changed && affinity.isEmpty()) {
            ObjectNode whole = template.withObject("/spec/affinity");
            whole.remove("podAntiAffinity");
            if (whole.isEmpty()) {
                template.withObject("/spec").remove("affinity");
            }
        }
    }

    private static boolean remove(ObjectNode affinity, String field, String place) {
        if (!(affinity.get(field) instanceof ArrayNode terms)) {
            return false;
        }
        boolean changed = false;
        for (Iterator<JsonNode> all = terms.iterator(); all.hasNext(); ) {
            JsonNode key = all.next().at(place + "/labelSelector/matchExpressions/0/key");
            if (key.asText("").equals(Rollout.POD_TEMPLATE_HASH)) {
                all.remove();
                changed = true;
            }
        }
        if (changed && terms.isEmpty()) {
            affinity.remove(field);
        }
        return changed;
    }
}
