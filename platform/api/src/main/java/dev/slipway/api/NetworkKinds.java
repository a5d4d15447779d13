package dev.slipway.api;

import java.util.List;

/// How traffic comes in, and where pods run.
final class NetworkKinds {
    private static final String NETWORKING = "networking.k8s.io/v1";
    private static final String GATEWAY = "gateway.networking.k8s.io/v1";

    private NetworkKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced(NETWORKING, "Ingress", "ingresses")
                        .columns(NetworkColumns.ingresses())
                        .shortNames("ing")
                        .withStatus()
                        .withGeneration()
                        .rules(new IngressRules())
                        .build(),
                KindDefinition.clusterWide(NETWORKING, "IngressClass", "ingressclasses")
                        .columns(NetworkColumns.ingressClasses())
                        .withGeneration()
                        .build(),
                KindDefinition.clusterWide(GATEWAY, "GatewayClass", "gatewayclasses")
                        .columns(NetworkColumns.gatewayClasses())
                        .shortNames("gc")
                        .categories("gateway-api")
                        .withStatus()
                        .withGeneration()
                        .build(),
                KindDefinition.namespaced(GATEWAY, "Gateway", "gateways")
                        .columns(NetworkColumns.gateways())
                        .shortNames("gtw")
                        .categories("gateway-api")
                        .withStatus()
                        .withGeneration()
                        .rules(new GatewayRules())
                        .build(),
                KindDefinition.namespaced(GATEWAY, "HTTPRoute", "httproutes")
                        .columns(NetworkColumns.routes())
                        .categories("gateway-api")
                        .withStatus()
                        .withGeneration()
                        .rules(new HttpRouteRules())
                        .build(),
                KindDefinition.clusterWide("node.k8s.io/v1", "RuntimeClass", "runtimeclasses")
                        .columns(CoreColumns.runtimeClasses())
                        .build());
    }
}
