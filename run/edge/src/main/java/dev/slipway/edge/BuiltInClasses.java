package dev.slipway.edge;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.IngressClass;
import dev.slipway.model.kinds.Kinds;

/// The classes by which Gateways and Ingresses ask for this edge; they are there without anybody
/// creating them.
final class BuiltInClasses {
    private final Cluster cluster;

    BuiltInClasses(Cluster cluster) {
        this.cluster = cluster;
    }

    void ensure() {
        ObjectMeta name = ObjectMeta.named("", IngressRouting.CLASS);
        ensure(
                cluster.resources(Kinds.GATEWAY_CLASS),
                new GatewayClass(
                        name,
                        new GatewayClass.GatewayClassSpec(
                                GatewayRouting.CONTROLLER, "Slipway's edge"),
                        Json.empty(GatewayClass.GatewayClassStatus.class)));
        ensure(
                cluster.resources(Kinds.INGRESS_CLASS),
                new IngressClass(
                        name, new IngressClass.IngressClassSpec(GatewayRouting.CONTROLLER)));
    }

    private static <T extends Resource> void ensure(Resources<T> resources, T object) {
        if (resources.find(object.key()).isPresent()) {
            return;
        }
        try {
            resources.create(object);
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }
}
