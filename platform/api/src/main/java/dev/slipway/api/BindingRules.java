package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// RoleBindings and ClusterRoleBindings.
final class BindingRules implements KindRules {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<String> SUBJECTS = List.of("Group", "ServiceAccount", "User");

    private final boolean namespaced;

    BindingRules(boolean namespaced) {
        this.namespaced = namespaced;
    }

    @Override
    public void applyDefaults(ObjectNode binding) {
        if (Trees.findObject(binding, "roleRef") != null) {
            Trees.defaultText(Trees.object(binding, "roleRef"), "apiGroup", GROUP);
        }
        for (JsonNode subject : binding.path("subjects")) {
            if (subject instanceof ObjectNode object
                    && !Trees.text(object, "kind").equals("ServiceAccount")) {
                Trees.defaultText(object, "apiGroup", GROUP);
            }
        }
    }

    @Override
    public void validate(ObjectNode binding, Problems problems) {
        JsonNode role = binding.path("roleRef");
        if (Trees.text(role, "name").isEmpty()) {
            problems.required("roleRef.name", "");
        }
        String kind = Trees.text(role, "kind");
        List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        if (!kinds.contains(kind)) {
            problems.notSupported("roleRef.kind", kind, kinds);
        }
        int index = 0;
        for (JsonNode subject : binding.path("subjects")) {
            validateSubject("subjects[" + index + "]", subject, problems);
            index++;
        }
    }

    private static void validateSubject(String place, JsonNode subject, Problems problems) {
        String kind = Trees.text(subject, "kind");
        if (Trees.text(subject, "name").isEmpty()) {
            problems.required(place + ".name", "");
        }
        if (!SUBJECTS.contains(kind)) {
            problems.notSupported(place + ".kind", kind, SUBJECTS);
        }
        if (kind.equals("ServiceAccount") && Trees.text(subject, "namespace").isEmpty()) {
            problems.required(place + ".namespace", "");
        }
    }

    @Override
    public void validateUpdate(ObjectNode binding, ObjectNode before, Problems problems) {
        if (!Trees.same(binding.get("roleRef"), before.get("roleRef"))) {
            problems.invalid("roleRef", binding.path("roleRef"), "cannot change roleRef");
        }
    }
}
