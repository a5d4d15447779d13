package dev.slipway.server;

import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/// What each component of the server may do.
final class Rights {
    private Rights() {}

    /// Of a controller of workloads, by its name. The garbage collector and the namespace
    /// controller look at every kind there is.
    static List<PolicyRule> ofWorkloads(String controller) {
        return switch (controller) {
            case "generic-garbage-collector", "namespace-controller" -> List.of(rule("*", "*"));
            case "horizontal-pod-autoscaler" ->
                    List.of(
                            rule("autoscaling", "*"),
                            rule("", "pods"),
                            rule("", "events"),
                            rule("apps", "*"),
                            rule("argoproj.io", "rollouts"));
            default ->
                    List.of(
                            rule("", "pods"),
                            rule("", "pods/status"),
                            rule("", "events"),
                            rule("", "services"),
                            rule("", "configmaps"),
                            rule("", "serviceaccounts"),
                            rule("", "namespaces"),
                            rule("apps", "*"),
                            rule("batch", "*"),
                            rule("discovery.k8s.io", "*"));
        };
    }

    static List<PolicyRule> ofEdge() {
        return List.of(
                rule("", "services"),
                rule("", "services/status"),
                rule("", "events"),
                rule("gateway.networking.k8s.io", "*"),
                rule("networking.k8s.io", "*"));
    }

    static List<PolicyRule> ofNode() {
        return List.of(
                rule("", "pods"),
                rule("", "pods/status"),
                rule("", "pods/binding"),
                rule("", "events"),
                rule("", "namespaces"),
                rule("", "nodes"),
                rule("", "nodes/status"),
                rule("", "configmaps"),
                rule("", "secrets"),
                rule("", "services"),
                rule("", "serviceaccounts"),
                rule("coordination.k8s.io", "leases"));
    }

    static List<PolicyRule> ofRollout() {
        return List.of(
                rule("argoproj.io", "*"),
                rule("apps", "replicasets"),
                rule("apps", "replicasets/scale"),
                rule("apps", "deployments"),
                rule("", "services"),
                rule("", "events"),
                rule("", "pods"),
                rule("gateway.networking.k8s.io", "httproutes"));
    }

    /// All that the controllers of releases may do, where they share one account.
    static List<PolicyRule> inSomebodyElsesCluster() {
        List<PolicyRule> rules = new ArrayList<>(ofRollout());
        rules.addAll(ofAnalysis());
        rules.addAll(ofExperiment());
        rules.addAll(ofConfig());
        rules.addAll(ofReleases());
        rules.addAll(ofRecords());
        rules.addAll(ofTakeover());
        rules.add(rule("coordination.k8s.io", "leases"));
        rules.add(reading("", "namespaces"));
        rules.add(reading("apps", "deployments"));
        rules.add(reading("discovery.k8s.io", "endpointslices"));
        return rules;
    }

    /// Jobs are measurements; Secrets hold what providers want to see.
    static List<PolicyRule> ofAnalysis() {
        return List.of(
                rule("argoproj.io", "analysisruns"),
                rule("argoproj.io", "analysisruns/status"),
                rule("batch", "jobs"),
                reading("", "secrets"),
                reading("", "configmaps"),
                rule("", "events"));
    }

    static List<PolicyRule> ofExperiment() {
        return List.of(
                rule("argoproj.io", "experiments"),
                rule("argoproj.io", "experiments/status"),
                rule("argoproj.io", "analysisruns"),
                rule("apps", "replicasets"),
                rule("", "services"),
                rule("", "events"));
    }

    static List<PolicyRule> ofGuard() {
        return List.of(
                rule("apps", "deployments"), rule("apps", "replicasets"), rule("", "events"));
    }

    /// Makes Rollouts of Deployments, and gives back what those Rollouts changed.
    static List<PolicyRule> ofTakeover() {
        return List.of(
                rule("apps", "deployments"),
                rule("argoproj.io", "rollouts"),
                rule("", "services"),
                rule("", "events"),
                reading("", "namespaces"),
                reading("autoscaling", "horizontalpodautoscalers"));
    }

    /// Makes and deletes copies, and looks at everything that may name one.
    static List<PolicyRule> ofConfig() {
        return List.of(
                rule("", "configmaps"),
                rule("", "secrets"),
                rule("", "pods"),
                rule("apps", "deployments"),
                rule("apps", "replicasets"),
                rule("batch", "jobs"),
                rule("argoproj.io", "rollouts"));
    }

    static List<PolicyRule> ofReleases() {
        return List.of(
                rule("slipway.dev", "releases"),
                rule("slipway.dev", "releases/status"),
                rule("apps", "deployments"),
                rule("argoproj.io", "rollouts"),
                rule("argoproj.io", "rollouts/status"),
                rule("", "configmaps"),
                rule("", "events"));
    }

    /// Reads inputs of Stacks, writes their outputs.
    static List<PolicyRule> ofStacks() {
        return List.of(
                rule("slipway.dev", "stacks"),
                rule("slipway.dev", "stacks/status"),
                rule("slipway.dev", "stackruns"),
                rule("slipway.dev", "stackruns/status"),
                rule("", "configmaps"),
                rule("", "secrets"),
                rule("", "events"));
    }

    /// Reads what templates and subscriptions name; writes its own records only.
    static List<PolicyRule> ofRecords() {
        return List.of(
                rule("slipway.dev", "releaserecords"),
                rule("slipway.dev", "releaserecords/status"),
                reading("", "configmaps"),
                reading("", "secrets"),
                reading("apps", "deployments"),
                reading("argoproj.io", "rollouts"),
                rule("", "events"));
    }

    static List<PolicyRule> ofChecks() {
        return List.of(rule("slipway.dev", "*"));
    }

    private static PolicyRule reading(String group, String resource) {
        return new PolicyRule(
                List.of("get", "list", "watch"),
                List.of(group),
                List.of(resource),
                List.of(),
                List.of());
    }

    private static PolicyRule rule(String group, String resource) {
        return new PolicyRule(
                List.of("*"), List.of(group), List.of(resource), List.of(), List.of());
    }
}
