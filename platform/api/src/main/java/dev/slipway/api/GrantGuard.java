package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.PolicyRule;
import dev.slipway.model.kinds.RoleReference;
import java.util.ArrayList;
import java.util.List;

/// Nobody grants more than they may do themselves: refuses roles and bindings that go beyond the
/// rights of their author, unless the author has the verb `escalate` or `bind` on them.
/// Thread-safe.
public final class GrantGuard implements Admission {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final RbacAuthorizer authorizer;

    public GrantGuard(RbacAuthorizer authorizer) {
        this.authorizer = requireNonNull(authorizer, "authorizer");
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        Target target = request.target();
        boolean granting = target.kind().type().group().equals(GROUP);
        if (object == null || !granting || request.caller().isAdministrator()) {
            return;
        }
        ObjectNode before = request.before();
        boolean binding = target.kind().plural().endsWith("bindings");
        String exempt = binding ? "bind" : "escalate";
        if (before != null && Trees.same(granted(object, binding), granted(before, binding))) {
            return;
        }
        if (authorizer.decide(request.caller(), Access.toObject(exempt, target)).allowed()) {
            return;
        }
        String namespace = target.key().namespace();
        for (PolicyRule rule : rules(object, binding, namespace)) {
            for (Access access : accesses(rule, namespace)) {
                if (!authorizer.decide(request.caller(), access).allowed()) {
                    throw Errors.forbidden(
                            target.kind(),
                            target.key(),
                            "user \""
                                    + request.caller().name()
                                    + "\" is attempting to grant RBAC permissions not currently"
                                    + " held: "
                                    + Json.tree(rule));
                }
            }
        }
    }

    private static JsonNode granted(ObjectNode object, boolean binding) {
        if (!binding) {
            return object.path("rules");
        }
        ObjectNode result = Json.object();
        result.set("roleRef", object.path("roleRef"));
        result.set("subjects", object.path("subjects"));
        return result;
    }

    private List<PolicyRule> rules(ObjectNode object, boolean binding, String namespace) {
        if (binding) {
            RoleReference role = Json.convert(object.path("roleRef"), RoleReference.class);
            return authorizer.rulesOf(role, namespace);
        }
        List<PolicyRule> rules = new ArrayList<>();
        object.path("rules").forEach(rule -> rules.add(Json.convert(rule, PolicyRule.class)));
        return rules;
    }

    /// Everything a rule allows, one by one.
    private static List<Access> accesses(PolicyRule rule, String namespace) {
        List<Access> result = new ArrayList<>();
        for (String verb : rule.verbs()) {
            for (String path : rule.nonResourceURLs()) {
                result.add(Access.toPath(verb, path));
            }
            for (String group : rule.apiGroups()) {
                for (String resource : rule.resources()) {
                    List<String> names =
                            rule.resourceNames().isEmpty() ? List.of("") : rule.resourceNames();
                    for (String name : names) {
                        result.add(access(verb, group, resource, namespace, name));
                    }
                }
            }
        }
        return result;
    }

    private static Access access(
            String verb, String group, String resource, String namespace, String name) {
        int slash = resource.indexOf('/');
        String plural = slash < 0 ? resource : resource.substring(0, slash);
        String subresource = slash < 0 ? "" : resource.substring(slash + 1);
        return new Access(verb, group, plural, subresource, namespace, name, "");
    }
}
