package dev.slipway.api;

import java.util.List;

/// Who may do what.
final class AccessKinds {
    private static final String RBAC = "rbac.authorization.k8s.io/v1";

    private AccessKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced(RBAC, "Role", "roles")
                        .columns(AccessColumns.roles())
                        .nameRule(NameRule.PATH_SEGMENT)
                        .rules(new RoleRules())
                        .build(),
                KindDefinition.namespaced(RBAC, "RoleBinding", "rolebindings")
                        .columns(AccessColumns.bindings())
                        .nameRule(NameRule.PATH_SEGMENT)
                        .rules(new BindingRules(true))
                        .build(),
                KindDefinition.clusterWide(RBAC, "ClusterRole", "clusterroles")
                        .columns(AccessColumns.roles())
                        .nameRule(NameRule.PATH_SEGMENT)
                        .rules(new RoleRules())
                        .build(),
                KindDefinition.clusterWide(RBAC, "ClusterRoleBinding", "clusterrolebindings")
                        .columns(AccessColumns.bindings())
                        .nameRule(NameRule.PATH_SEGMENT)
                        .rules(new BindingRules(false))
                        .build());
    }
}
