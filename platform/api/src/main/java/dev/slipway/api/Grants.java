package dev.slipway.api;

import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.ClusterRole;
import dev.slipway.model.kinds.ClusterRoleBinding;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.PolicyRule;
import dev.slipway.model.kinds.Role;
import dev.slipway.model.kinds.RoleBinding;
import dev.slipway.model.kinds.RoleReference;
import dev.slipway.model.kinds.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All roles and bindings as what each subject may do. Immutable.
final class Grants {
    /// Rules that hold in one namespace, or everywhere if it is empty; `source` tells people why.
    record Grant(String namespace, List<PolicyRule> rules, String source) {}

    private final Map<String, List<Grant>> bySubject = new HashMap<>();
    private final Map<ObjectKey, List<PolicyRule>> roles = new HashMap<>();

    static Grants read(Cluster cluster) {
        Grants grants = new Grants();
        List<ClusterRole> clusterRoles = all(cluster, Kinds.CLUSTER_ROLE);
        for (ClusterRole role : clusterRoles) {
            grants.roles.put(role.key(), rules(role, clusterRoles));
        }
        for (Role role : all(cluster, Kinds.ROLE)) {
            grants.roles.put(role.key(), role.rules());
        }
        for (ClusterRoleBinding binding : all(cluster, Kinds.CLUSTER_ROLE_BINDING)) {
            String source = "ClusterRoleBinding \"" + binding.key() + "\"";
            grants.add("", binding.subjects(), binding.roleRef(), source);
        }
        for (RoleBinding binding : all(cluster, Kinds.ROLE_BINDING)) {
            String source = "RoleBinding \"" + binding.key() + "\"";
            grants.add(binding.key().namespace(), binding.subjects(), binding.roleRef(), source);
        }
        return grants;
    }

    private static <T extends Resource> List<T> all(Cluster cluster, Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    /// A role made of others has the rules of those it selects by label.
    private static List<PolicyRule> rules(ClusterRole role, List<ClusterRole> all) {
        var aggregation = role.aggregationRule();
        if (aggregation == null) {
            return role.rules();
        }
        List<PolicyRule> rules = new ArrayList<>();
        for (ClusterRole other : all) {
            boolean selected =
                    aggregation.clusterRoleSelectors().stream()
                            .anyMatch(selector -> selector.matches(other.metadata().labels()));
            if (selected && !other.key().equals(role.key())) {
                rules.addAll(other.rules());
            }
        }
        return rules;
    }

    private void add(
            String namespace, List<Subject> subjects, RoleReference reference, String source) {
        List<PolicyRule> rules = rules(reference, namespace);
        String why = source + " of " + reference.kind() + " \"" + reference.name() + "\"";
        for (Subject subject : subjects) {
            bySubject
                    .computeIfAbsent(name(subject, namespace), _ -> new ArrayList<>())
                    .add(new Grant(namespace, rules, why));
        }
    }

    /// The rules of a role that a binding in `namespace` refers to; none if there is no such role.
    List<PolicyRule> rules(RoleReference reference, String namespace) {
        String place = reference.kind().equals("Role") ? namespace : "";
        return roles.getOrDefault(new ObjectKey(place, reference.name()), List.of());
    }

    /// What holds for a caller in a namespace, or outside all if it is empty.
    List<Grant> of(Caller caller, String namespace) {
        List<Grant> result = new ArrayList<>();
        collect("u:" + caller.name(), namespace, result);
        for (String group : caller.groups()) {
            collect("g:" + group, namespace, result);
        }
        return result;
    }

    private void collect(String subject, String namespace, List<Grant> result) {
        for (Grant grant : bySubject.getOrDefault(subject, List.of())) {
            if (grant.namespace().isEmpty() || grant.namespace().equals(namespace)) {
                result.add(grant);
            }
        }
    }

    private static String name(Subject subject, String bindingNamespace) {
        return switch (subject.kind()) {
            case "Group" -> "g:" + subject.name();
            case "ServiceAccount" -> {
                String given = subject.namespace();
                String namespace = given == null ? bindingNamespace : given;
                yield "u:system:serviceaccount:" + namespace + ":" + subject.name();
            }
            default -> "u:" + subject.name();
        };
    }
}
