package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Pods start pending, hardly change once they are created, and have time to end unless they never
/// ran or have ended.
final class PodRules implements KindRules {
    private static final int GRACE_PERIOD_SECONDS = 30;
    private static final String[] MUTABLE = {
        "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName"
    };

    @Override
    public void applyDefaults(ObjectNode pod) {
        ObjectNode spec = Trees.object(pod, "spec");
        PodSpecDefaults.apply(spec);
        Trees.defaultFlag(spec, "enableServiceLinks", true);
        Trees.defaultText(spec, "serviceAccountName", "default");
        for (JsonNode container : spec.path("containers")) {
            requestLimits(container);
        }
    }

    /// A limit without a request is the request as well.
    private static void requestLimits(JsonNode container) {
        ObjectNode resources = Trees.findObject(container, "resources");
        ObjectNode limits = resources == null ? null : Trees.findObject(resources, "limits");
        if (resources == null || limits == null) {
            return;
        }
        ObjectNode requests = Trees.object(resources, "requests");
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        }
    }

    @Override
    public void prepareCreate(ObjectNode pod) {
        ObjectNode status = Trees.object(pod, "status");
        status.put("phase", "Pending");
        status.put("qosClass", QualityOfService.of(Trees.object(pod, "spec")));
    }

    @Override
    public void validate(ObjectNode pod, Problems problems) {
        ObjectNode spec = Trees.findObject(pod, "spec");
        if (spec == null) {
            problems.required("spec", "");
            return;
        }
        PodSpecRules.validate("spec", spec, problems);
    }

    @Override
    public void validateUpdate(ObjectNode pod, ObjectNode before, Problems problems) {
        ObjectNode spec = comparable(pod);
        ObjectNode old = comparable(before);
        if (!Trees.same(spec, old)) {
            problems.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`,"
                            + " `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
                            + " was previously negative), `spec.tolerations` (only additions to"
                            + " existing tolerations)");
        }
    }

    /// The specification without what may change.
    private static ObjectNode comparable(ObjectNode pod) {
        ObjectNode spec = Trees.object(pod, "spec").deepCopy();
        for (String field : MUTABLE) {
            spec.remove(field);
        }
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode object) {
                    object.remove("image");
                }
            }
        }
        return spec;
    }

    @Override
    public long gracePeriodSeconds(ObjectNode pod) {
        String phase = pod.at("/status/phase").asText("");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (ended || pod.at("/spec/nodeName").asText("").isEmpty()) {
            return 0;
        }
        return pod.at("/spec/terminationGracePeriodSeconds").asLong(GRACE_PERIOD_SECONDS);
    }
}
