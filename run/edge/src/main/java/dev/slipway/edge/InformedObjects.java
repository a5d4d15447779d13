package dev.slipway.edge;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.IngressClass;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Service;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The objects as the informers have them. Thread-safe.
final class InformedObjects implements EdgeObjects {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String BY_SERVICE = "edge-service";

    final Informer<GatewayClass> gatewayClasses;
    final Informer<Gateway> gateways;
    final Informer<HttpRoute> httpRoutes;
    final Informer<IngressClass> ingressClasses;
    final Informer<Ingress> ingresses;
    final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final Informer<Secret> secrets;
    private final Informer<Namespace> namespaces;

    InformedObjects(Informers informers) {
        gatewayClasses = informers.of(Kinds.GATEWAY_CLASS);
        gateways = informers.of(Kinds.GATEWAY);
        httpRoutes = informers.of(Kinds.HTTP_ROUTE);
        ingressClasses = informers.of(Kinds.INGRESS_CLASS);
        ingresses = informers.of(Kinds.INGRESS);
        services = informers.of(Kinds.SERVICE);
        slices = informers.of(Kinds.ENDPOINT_SLICE);
        pods = informers.of(Kinds.POD);
        secrets = informers.of(Kinds.SECRET);
        namespaces = informers.of(Kinds.NAMESPACE);
        slices.addIndex(BY_SERVICE, InformedObjects::serviceOf);
    }

    /// Calls `changed` for every change that may matter to routing.
    void listen(Runnable changed) {
        List.of(gatewayClasses, gateways, httpRoutes, ingressClasses, ingresses, services)
                .forEach(informer -> informer.addListener(_ -> changed.run()));
        slices.addListener(_ -> changed.run());
        namespaces.addListener(_ -> changed.run());
        secrets.addListener(delta -> {
            if (TlsSecrets.TYPE.equals(delta.object().type())) {
                changed.run();
            }
        });
        pods.addListener(delta -> {
            if (!sameForRouting(delta.before(), delta.after())) {
                changed.run();
            }
        });
    }

    List<Informer<?>> all() {
        return List.of(
                gatewayClasses,
                gateways,
                httpRoutes,
                ingressClasses,
                ingresses,
                services,
                slices,
                pods,
                secrets,
                namespaces);
    }

    @Override
    public List<GatewayClass> gatewayClasses() {
        return gatewayClasses.all();
    }

    @Override
    public List<Gateway> gateways() {
        return gateways.all();
    }

    @Override
    public List<HttpRoute> httpRoutes() {
        return httpRoutes.all();
    }

    @Override
    public List<IngressClass> ingressClasses() {
        return ingressClasses.all();
    }

    @Override
    public List<Ingress> ingresses() {
        return ingresses.all();
    }

    @Override
    public List<Service> services() {
        return services.all();
    }

    @Override
    public List<EndpointSlice> slicesOf(ObjectKey service) {
        return slices.byIndex(BY_SERVICE, service.toString());
    }

    @Override
    public @Nullable Service service(ObjectKey key) {
        return services.find(key);
    }

    @Override
    public @Nullable Pod pod(ObjectKey key) {
        return pods.find(key);
    }

    @Override
    public @Nullable Secret secret(ObjectKey key) {
        return secrets.find(key);
    }

    @Override
    public @Nullable Namespace namespace(String name) {
        return namespaces.find(ObjectKey.clusterWide(name));
    }

    private static List<String> serviceOf(EndpointSlice slice) {
        String service = slice.metadata().labels().get(SERVICE_NAME);
        return service == null
                ? List.of()
                : List.of(new ObjectKey(slice.key().namespace(), service).toString());
    }

    private static boolean sameForRouting(@Nullable Pod before, @Nullable Pod after) {
        return before != null
                && after != null
                && before.metadata().isBeingDeleted() == after.metadata().isBeingDeleted()
                && before.status().isReady() == after.status().isReady()
                && before.metadata().labels().equals(after.metadata().labels())
                && Objects.equals(before.metadata().uid(), after.metadata().uid());
    }
}
