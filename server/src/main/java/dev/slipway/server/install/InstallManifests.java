package dev.slipway.server.install;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.KindDefinition;
import dev.slipway.model.Json;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Everything that is installed in somebody else's Kubernetes, in the order in which it must be
/// there. Immutable.
public record InstallManifests(List<RawResource> definitions, List<RawResource> rights) {
    /// Where the service account and the leader's lease are.
    public static final String NAMESPACE = "slipway-system";

    private static final String NAME = "slipway";
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static final Set<String> GROUPS = Set.of("argoproj.io", "slipway.dev");

    /// Kinds of ours that only a server with a machine of its own can carry out.
    private static final Set<String> ONLY_EMBEDDED = Set.of("Check");

    public InstallManifests {
        definitions = List.copyOf(definitions);
        rights = List.copyOf(rights);
    }

    /// @param rules what the controllers must be allowed to do
    public static InstallManifests of(List<PolicyRule> rules) {
        requireNonNull(rules, "rules");
        CustomResources resources = new CustomResources(BuiltInSchemas.load());
        return new InstallManifests(
                kinds().stream().map(resources::of).toList(),
                List.of(namespace(), serviceAccount(), clusterRole(rules), binding()));
    }

    /// The kinds that the cluster must know.
    public static List<KindDefinition> kinds() {
        List<KindDefinition> kinds = new ArrayList<>();
        for (KindDefinition kind : BuiltInKinds.registry().all()) {
            if (GROUPS.contains(kind.type().group())
                    && !ONLY_EMBEDDED.contains(kind.type().kind())) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    public List<RawResource> all() {
        List<RawResource> all = new ArrayList<>(definitions);
        all.addAll(rights);
        return all;
    }

    private static RawResource namespace() {
        ObjectNode tree = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        named(tree, NAMESPACE);
        return RawResource.of(tree);
    }

    private static RawResource serviceAccount() {
        ObjectNode tree = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
        named(tree, NAME).put("namespace", NAMESPACE);
        return RawResource.of(tree);
    }

    private static RawResource clusterRole(List<PolicyRule> rules) {
        ObjectNode tree = Json.object().put("apiVersion", RBAC).put("kind", "ClusterRole");
        named(tree, NAME);
        Set<ObjectNode> distinct = new LinkedHashSet<>();
        rules.forEach(rule -> distinct.add(Json.tree(rule)));
        tree.putArray("rules").addAll(distinct);
        return RawResource.of(tree);
    }

    private static RawResource binding() {
        ObjectNode tree = Json.object().put("apiVersion", RBAC).put("kind", "ClusterRoleBinding");
        named(tree, NAME);
        tree.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", NAME);
        tree.putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("name", NAME)
                .put("namespace", NAMESPACE);
        return RawResource.of(tree);
    }

    private static ObjectNode named(ObjectNode tree, String name) {
        ObjectNode metadata = tree.putObject("metadata").put("name", name);
        metadata.putObject("labels").put(Ownership.LABEL, Ownership.VALUE);
        return metadata;
    }
}
