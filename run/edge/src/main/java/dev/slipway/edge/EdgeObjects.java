package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.IngressClass;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that decides where traffic goes. An object that did not change is the same instance
/// at the next look.
interface EdgeObjects {
    List<GatewayClass> gatewayClasses();

    List<Gateway> gateways();

    List<HttpRoute> httpRoutes();

    List<IngressClass> ingressClasses();

    List<Ingress> ingresses();

    List<Service> services();

    List<EndpointSlice> slicesOf(ObjectKey service);

    @Nullable Service service(ObjectKey key);

    @Nullable Pod pod(ObjectKey key);

    @Nullable Secret secret(ObjectKey key);

    @Nullable Namespace namespace(String name);
}
