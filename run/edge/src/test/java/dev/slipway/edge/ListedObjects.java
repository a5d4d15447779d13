package dev.slipway.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Objects written down as YAML.
final class ListedObjects implements EdgeObjects {
    private final Map<Kind<?>, Map<ObjectKey, Resource>> objects = new HashMap<>();

    /// Adds the objects, or puts them in the place of those with their names.
    ListedObjects put(String yaml) {
        Yaml.parse(yaml, "test").forEach(document -> put(document.object()));
        return this;
    }

    private void put(ObjectNode tree) {
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().kind().equals(tree.path("kind").asText())) {
                Resource object = Json.convert(tree, kind.recordType());
                of(kind).put(object.key(), object);
                return;
            }
        }
        throw new IllegalArgumentException("Unknown kind " + tree.path("kind"));
    }

    void remove(Kind<?> kind, String namespace, String name) {
        of(kind).remove(new ObjectKey(namespace, name));
    }

    /// A service with one port `http`, 80 to 8080.
    ListedObjects service(String name, String... pods) {
        put(
                """
                {kind: Service, metadata: {name: NAME, namespace: default},
                 spec: {clusterIP: 127.96.0.7, ports: [{name: http, port: 80}]}}
                """
                        .replace("NAME", name));
        slice(name, pods);
        return this;
    }

    /// A slice of ready endpoints, one for each pod, at 10.0.0.1 and upwards.
    ListedObjects slice(String service, String... pods) {
        StringBuilder endpoints = new StringBuilder();
        for (String pod : pods) {
            endpoints.append(
                    """
                    - {addresses: [10.0.0.ADDRESS], conditions: {ready: true},
                       targetRef: {kind: Pod, name: POD, uid: uid-POD}}
                    """
                            .replace("POD", pod)
                            .replace("ADDRESS", pod.replaceAll("[^0-9]", "")));
        }
        put(
                """
                kind: EndpointSlice
                metadata: {name: NAME, namespace: default, labels: {kubernetes.io/service-name: NAME}}
                ports: [{name: http, port: 8080}]
                endpoints:
                """
                                .replace("NAME", service)
                        + (pods.length == 0 ? "  []" : endpoints));
        return this;
    }

    ListedObjects pod(String name, String revision, boolean ready) {
        put(
                """
                kind: Pod
                metadata: {name: NAME, namespace: default, uid: uid-NAME,
                           labels: {pod-template-hash: REVISION}}
                status: {conditions: [{type: Ready, status: "READY"}]}
                """
                        .replace("NAME", name)
                        .replace("REVISION", revision)
                        .replace("READY", ready ? "True" : "False"));
        return this;
    }

    ListedObjects dyingPod(String name, String revision) {
        put(
                """
                kind: Pod
                metadata: {name: NAME, namespace: default, uid: uid-NAME,
                           deletionTimestamp: "2026-01-01T00:00:00Z",
                           labels: {pod-template-hash: REVISION}}
                status: {conditions: [{type: Ready, status: "True"}]}
                """
                        .replace("NAME", name)
                        .replace("REVISION", revision));
        return this;
    }

    ListedObjects gateway(String listeners) {
        put(
                """
                kind: GatewayClass
                metadata: {name: slipway}
                spec: {controllerName: slipway.dev/edge}
                ---
                kind: Gateway
                metadata: {name: web, namespace: default, generation: 3}
                spec:
                  gatewayClassName: slipway
                  listeners: LISTENERS
                """
                        .replace("LISTENERS", listeners));
        return this;
    }

    /// A route of that name to the gateway `web`.
    ListedObjects route(String name, String spec) {
        put(
                """
                kind: HTTPRoute
                metadata: {name: NAME, namespace: default, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec:
                  parentRefs: [{name: web}]
                """
                                .replace("NAME", name)
                        + spec.indent(2));
        return this;
    }

    private Map<ObjectKey, Resource> of(Kind<?> kind) {
        return objects.computeIfAbsent(kind, _ -> new TreeMap<>());
    }

    private <T extends Resource> List<T> all(Kind<T> kind) {
        return of(kind).values().stream().map(kind.recordType()::cast).toList();
    }

    private <T extends Resource> @Nullable T find(Kind<T> kind, ObjectKey key) {
        Resource found = of(kind).get(key);
        return found == null ? null : kind.recordType().cast(found);
    }

    @Override
    public List<GatewayClass> gatewayClasses() {
        return all(Kinds.GATEWAY_CLASS);
    }

    @Override
    public List<Gateway> gateways() {
        return all(Kinds.GATEWAY);
    }

    @Override
    public List<HttpRoute> httpRoutes() {
        return all(Kinds.HTTP_ROUTE);
    }

    @Override
    public List<IngressClass> ingressClasses() {
        return all(Kinds.INGRESS_CLASS);
    }

    @Override
    public List<Ingress> ingresses() {
        return all(Kinds.INGRESS);
    }

    @Override
    public List<Service> services() {
        return all(Kinds.SERVICE);
    }

    @Override
    public List<EndpointSlice> slicesOf(ObjectKey service) {
        return all(Kinds.ENDPOINT_SLICE).stream()
                .filter(slice ->
                        slice.key().namespace().equals(service.namespace())
                                && service.name()
                                        .equals(
                                                slice.metadata()
                                                        .labels()
                                                        .get("kubernetes.io/service-name")))
                .toList();
    }

    @Override
    public @Nullable Service service(ObjectKey key) {
        return find(Kinds.SERVICE, key);
    }

    @Override
    public @Nullable Pod pod(ObjectKey key) {
        return find(Kinds.POD, key);
    }

    @Override
    public @Nullable Secret secret(ObjectKey key) {
        return find(Kinds.SECRET, key);
    }

    @Override
    public @Nullable Namespace namespace(String name) {
        return find(Kinds.NAMESPACE, ObjectKey.clusterWide(name));
    }
}
