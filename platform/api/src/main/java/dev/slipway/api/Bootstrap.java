package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.PolicyRule;
import java.util.List;

/// Puts the objects into an empty store that are always there: the first namespaces, the roles
/// everybody knows, the rights of the server's own components. Harmless on a store that has them.
public final class Bootstrap {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final List<String> NAMESPACES =
            List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final ObjectApi api;

    public Bootstrap(ObjectApi api) {
        this.api = requireNonNull(api, "api");
    }

    /// The namespaces and the roles of the system.
    public void run() {
        for (String namespace : NAMESPACES) {
            createIfAbsent(kind("", "namespaces"), named(namespace));
        }
        BootstrapRoles.all().forEach(this::ensureRole);
        BootstrapRoles.bindings()
                .forEach((role, group) -> bind(role, role, subject("Group", group)));
    }

    /// Lets a component of the server do what `rules` say, everywhere.
    public void grant(Caller component, List<PolicyRule> rules) {
        ensureRole(component.name(), rules);
        bind(component.name(), component.name(), subject("User", component.name()));
    }

    private void ensureRole(String name, List<PolicyRule> rules) {
        KindDefinition kind = kind(RBAC, "clusterroles");
        ObjectNode role = named(name);
        Trees.object(Metadata.of(role), "annotations").put(AUTO_UPDATE, "true");
        ArrayNode written = role.putArray("rules");
        rules.forEach(rule -> written.add(Json.tree(rule)));
        if (createIfAbsent(kind, role.deepCopy())) {
            return;
        }
        Target target = Target.of(kind, ObjectKey.clusterWide(name));
        ObjectNode stored = api.get(Caller.server(), target).tree();
        boolean ours =
                stored.at("/metadata/annotations").path(AUTO_UPDATE).asText("").equals("true");
        if (ours && !Trees.same(stored.get("rules"), role.get("rules"))) {
            api.replace(Caller.server(), target, role, WriteOptions.by("bootstrap"));
        }
    }

    private void bind(String name, String role, ObjectNode subject) {
        ObjectNode binding = named(name);
        ObjectNode reference = binding.putObject("roleRef");
        reference.put("apiGroup", RBAC).put("kind", "ClusterRole").put("name", role);
        binding.putArray("subjects").add(subject);
        createIfAbsent(kind(RBAC, "clusterrolebindings"), binding);
    }

    private static ObjectNode subject(String kind, String name) {
        return Json.object().put("apiGroup", RBAC).put("kind", kind).put("name", name);
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", name);
        return object;
    }

    private KindDefinition kind(String group, String plural) {
        return requireNonNull(api.kinds().find(group, plural), plural);
    }

    private boolean createIfAbsent(KindDefinition kind, ObjectNode object) {
        try {
            Target target = Target.of(kind, ObjectKey.clusterWide(""));
            api.create(Caller.server(), target, object, WriteOptions.by("bootstrap"));
            return true;
        } catch (ApiException e) {
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            return false;
        }
    }
}
