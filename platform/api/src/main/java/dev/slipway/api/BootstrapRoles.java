package dev.slipway.api;

import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The roles that are always there.
final class BootstrapRoles {
    static final PolicyRule EVERYTHING = rule(List.of("*"), List.of("*"), "*");
    static final PolicyRule EVERY_PATH = paths("*", "*");

    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> WRITE =
            List.of("create", "delete", "deletecollection", "patch", "update");
    private static final List<String> ALL_VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private BootstrapRoles() {}

    static PolicyRule rule(List<String> verbs, List<String> groups, String... resources) {
        return new PolicyRule(verbs, groups, List.of(resources), List.of(), List.of());
    }

    static PolicyRule paths(String verb, String... paths) {
        return new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(paths));
    }

    static Map<String, List<PolicyRule>> all() {
        Map<String, List<PolicyRule>> roles = new TreeMap<>();
        roles.put("cluster-admin", List.of(EVERYTHING, EVERY_PATH));
        roles.put("view", view());
        roles.put("edit", edit());
        roles.put("admin", admin());
        roles.put(
                "system:discovery",
                List.of(
                        paths(
                                "get",
                                "/api",
                                "/api/*",
                                "/apis",
                                "/apis/*",
                                "/healthz",
                                "/livez",
                                "/openapi",
                                "/openapi/*",
                                "/readyz",
                                "/version",
                                "/version/")));
        roles.put(
                "system:public-info-viewer",
                List.of(paths("get", "/healthz", "/livez", "/readyz", "/version", "/version/")));
        roles.put(
                "system:basic-user",
                List.of(
                        rule(
                                List.of("create"),
                                List.of("authorization.k8s.io"),
                                "selfsubjectaccessreviews",
                                "selfsubjectrulesreviews"),
                        rule(
                                List.of("create"),
                                List.of("authentication.k8s.io"),
                                "selfsubjectreviews")));
        return roles;
    }

    /// Role to group, for all who are signed in, or for everybody.
    static Map<String, String> bindings() {
        return Map.of(
                "cluster-admin", Caller.ADMINISTRATORS,
                "system:discovery", "system:authenticated",
                "system:basic-user", "system:authenticated",
                "system:public-info-viewer", "system:unauthenticated");
    }

    private static List<PolicyRule> view() {
        return List.of(
                rule(
                        READ,
                        List.of(""),
                        "configmaps",
                        "events",
                        "namespaces",
                        "namespaces/status",
                        "pods",
                        "pods/log",
                        "pods/status",
                        "serviceaccounts",
                        "services",
                        "services/status"),
                rule(
                        READ,
                        List.of("apps"),
                        "deployments",
                        "deployments/scale",
                        "deployments/status",
                        "replicasets",
                        "replicasets/scale",
                        "replicasets/status"),
                rule(READ, List.of("batch"), "jobs", "jobs/status"),
                rule(
                        READ,
                        List.of("autoscaling"),
                        "horizontalpodautoscalers",
                        "horizontalpodautoscalers/status"),
                rule(READ, List.of("metrics.k8s.io"), "pods"),
                rule(
                        READ,
                        List.of("monitoring.coreos.com"),
                        "podmonitors",
                        "probes",
                        "prometheusrules",
                        "scrapeconfigs",
                        "servicemonitors"),
                rule(READ, List.of("discovery.k8s.io"), "endpointslices"),
                rule(READ, List.of("events.k8s.io"), "events"),
                rule(READ, List.of("networking.k8s.io"), "ingresses", "ingresses/status"),
                rule(
                        READ,
                        List.of("gateway.networking.k8s.io"),
                        "gateways",
                        "gateways/status",
                        "httproutes",
                        "httproutes/status"),
                argoReleases(),
                rule(READ, List.of("slipway.dev"), "releases", "releases/status"));
    }

    private static PolicyRule argoReleases() {
        return rule(
                READ,
                List.of("argoproj.io"),
                "analysisruns",
                "analysisruns/status",
                "analysistemplates",
                "experiments",
                "experiments/status",
                "rollouts",
                "rollouts/scale",
                "rollouts/status");
    }

    private static List<PolicyRule> edit() {
        List<PolicyRule> rules = new ArrayList<>(view());
        rules.add(
                rule(READ, List.of(""), "secrets", "pods/attach", "pods/exec", "pods/portforward"));
        rules.add(
                rule(
                        WRITE,
                        List.of(""),
                        "configmaps",
                        "events",
                        "pods",
                        "pods/attach",
                        "pods/exec",
                        "pods/portforward",
                        "secrets",
                        "serviceaccounts",
                        "services"));
        rules.add(rule(List.of("create"), List.of(""), "pods/eviction", "serviceaccounts/token"));
        rules.add(
                rule(
                        WRITE,
                        List.of("apps"),
                        "deployments",
                        "deployments/scale",
                        "replicasets",
                        "replicasets/scale"));
        rules.add(rule(WRITE, List.of("batch"), "jobs"));
        rules.add(rule(WRITE, List.of("autoscaling"), "horizontalpodautoscalers"));
        rules.add(
                rule(
                        WRITE,
                        List.of("monitoring.coreos.com"),
                        "podmonitors",
                        "probes",
                        "prometheusrules",
                        "scrapeconfigs",
                        "servicemonitors"));
        rules.add(rule(WRITE, List.of("networking.k8s.io"), "ingresses"));
        rules.add(rule(WRITE, List.of("gateway.networking.k8s.io"), "gateways", "httproutes"));
        rules.add(
                rule(
                        WRITE,
                        List.of("argoproj.io"),
                        "analysisruns",
                        "analysistemplates",
                        "experiments",
                        "rollouts",
                        "rollouts/scale"));
        rules.add(rule(WRITE, List.of("slipway.dev"), "releases"));
        rules.add(rule(ALL_VERBS, List.of("coordination.k8s.io"), "leases"));
        return List.copyOf(rules);
    }

    private static List<PolicyRule> admin() {
        List<PolicyRule> rules = new ArrayList<>(edit());
        rules.add(rule(ALL_VERBS, List.of("rbac.authorization.k8s.io"), "roles", "rolebindings"));
        return List.copyOf(rules);
    }
}
