package dev.slipway.api;

import static dev.slipway.api.BuiltInKinds.type;
import static dev.slipway.api.BuiltInKinds.verbs;

import java.util.List;

/// The core group, events and leases.
final class CoreKinds {
    private CoreKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                namespaces(),
                nodes(),
                pods(),
                KindDefinition.namespaced("v1", "Service", "services")
                        .columns(NetworkColumns.services())
                        .shortNames("svc")
                        .categories("all")
                        .withStatus()
                        .nameRule(NameRule.SERVICE)
                        .selectableFields("spec.clusterIP", "spec.type")
                        .rules(new ServiceRules())
                        .build(),
                KindDefinition.namespaced("v1", "ConfigMap", "configmaps")
                        .columns(CoreColumns.configMaps())
                        .shortNames("cm")
                        .rules(new ConfigMapRules())
                        .build(),
                KindDefinition.namespaced("v1", "Secret", "secrets")
                        .columns(CoreColumns.secrets())
                        .selectableFields("type")
                        .rules(new SecretRules())
                        .build(),
                KindDefinition.namespaced("v1", "ServiceAccount", "serviceaccounts")
                        .columns(CoreColumns.serviceAccounts())
                        .shortNames("sa")
                        .with(
                                "token",
                                type("authentication.k8s.io/v1", "TokenRequest"),
                                verbs("create"))
                        .build(),
                KindDefinition.namespaced("v1", "Event", "events")
                        .columns(CoreColumns.events())
                        .shortNames("ev")
                        .selectableFields(
                                "involvedObject.kind",
                                "involvedObject.namespace",
                                "involvedObject.name",
                                "involvedObject.uid",
                                "involvedObject.apiVersion",
                                "involvedObject.resourceVersion",
                                "involvedObject.fieldPath",
                                "reason",
                                "reportingComponent",
                                "source",
                                "type")
                        .rules(new EventRules())
                        .build(),
                KindDefinition.namespaced("coordination.k8s.io/v1", "Lease", "leases")
                        .columns(CoreColumns.leases())
                        .build(),
                KindDefinition.namespaced("discovery.k8s.io/v1", "EndpointSlice", "endpointslices")
                        .columns(NetworkColumns.endpointSlices())
                        .withGeneration()
                        .rules(new EndpointSliceRules())
                        .build());
    }

    private static KindDefinition namespaces() {
        return KindDefinition.clusterWide("v1", "Namespace", "namespaces")
                .columns(CoreColumns.namespaces())
                .shortNames("ns")
                .withStatus()
                .with("finalize", type("v1", "Namespace"), verbs("update"))
                .nameRule(NameRule.LABEL)
                .selectableFields("status.phase")
                .rules(new NamespaceRules())
                .build();
    }

    private static KindDefinition nodes() {
        return KindDefinition.clusterWide("v1", "Node", "nodes")
                .columns(CoreColumns.nodes())
                .shortNames("no")
                .withStatus()
                .keepsStatusOnCreate()
                .selectableFields("spec.unschedulable")
                .build();
    }

    private static KindDefinition pods() {
        return KindDefinition.namespaced("v1", "Pod", "pods")
                .columns(PodColumns.all())
                .shortNames("po")
                .categories("all")
                .withStatus()
                .withGeneration()
                .with("binding", type("v1", "Binding"), verbs("create"))
                .with("eviction", type("policy/v1", "Eviction"), verbs("create"))
                .with("log", type("v1", "Pod"), verbs("get"))
                .with("exec", type("v1", "PodExecOptions"), verbs("create", "get"))
                .with("attach", type("v1", "PodAttachOptions"), verbs("create", "get"))
                .with("portforward", type("v1", "PodPortForwardOptions"), verbs("create", "get"))
                .selectableFields(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "spec.hostNetwork",
                        "status.phase",
                        "status.podIP",
                        "status.nominatedNodeName")
                .rules(new PodRules())
                .build();
    }
}
