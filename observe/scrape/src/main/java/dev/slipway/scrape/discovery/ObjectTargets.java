package dev.slipway.scrape.discovery;

import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.Node;
import dev.slipway.model.kinds.Service;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Nodes, services and ingresses as targets. Pure functions.
final class ObjectTargets {
    private static final List<String> ADDRESS_TYPES =
            List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "Hostname");
    private static final int KUBELET_PORT = 10_250;

    private ObjectTargets() {}

    /// At the port of the kubelet.
    static TargetGroup group(Node node) {
        String name = node.key().name();
        MetaLabels target = new MetaLabels().plain("instance", name);
        Set<String> seen = new HashSet<>();
        for (Node.Address address : node.status().addresses()) {
            if (seen.add(address.type())) {
                target.set("node_address_" + address.type(), address.address());
            }
        }
        for (String type : ADDRESS_TYPES.reversed()) {
            for (Node.Address address : node.status().addresses().reversed()) {
                if (address.type().equals(type)) {
                    target.address(address.address(), KUBELET_PORT);
                }
            }
        }
        MetaLabels shared =
                new MetaLabels()
                        .set("node_name", name)
                        .set("node_provider_id", node.spec().providerID())
                        .object("node", node.metadata());
        return new TargetGroup("node/" + name, List.of(target.build()), shared.build());
    }

    /// Under the name that a service has in the cluster, one target for each port.
    static TargetGroup group(Service service, ClusterObjects objects) {
        Service.ServiceSpec spec = service.spec();
        String namespace = service.key().namespace();
        String host = service.key().name() + "." + namespace + ".svc";
        boolean external = "ExternalName".equals(spec.type());
        List<Labels> targets = new ArrayList<>();
        for (Service.Port port : spec.ports()) {
            targets.add(
                    new MetaLabels()
                            .address(host, port.port())
                            .set("service_port_name", port.name())
                            .set("service_port_number", port.port())
                            .set(
                                    "service_port_protocol",
                                    port.protocol() == null ? "TCP" : port.protocol())
                            .set("service_type", spec.type())
                            .set("service_cluster_ip", external ? null : spec.clusterIP())
                            .set("service_external_name", external ? spec.externalName() : null)
                            .build());
        }
        MetaLabels shared =
                new MetaLabels()
                        .set("namespace", namespace)
                        .set("service_name", service.key().name())
                        .object("service", service.metadata());
        objects.attach(shared, null, namespace);
        return new TargetGroup("svc/" + service.key(), targets, shared.build());
    }

    /// One target for each path of each host.
    static TargetGroup group(Ingress ingress, ClusterObjects objects) {
        Set<String> secure = new HashSet<>();
        ingress.spec().tls().forEach(each -> secure.addAll(each.hosts()));
        List<Labels> targets = new ArrayList<>();
        for (Ingress.Rule rule : ingress.spec().rules()) {
            String host = rule.host() == null || rule.host().isEmpty() ? "*" : rule.host();
            String scheme = isSecure(host, secure) ? "https" : "http";
            List<String> paths = new ArrayList<>();
            if (rule.http() != null) {
                rule.http()
                        .paths()
                        .forEach(each ->
                                paths.add(
                                        each.path() == null || each.path().isEmpty()
                                                ? "/"
                                                : each.path()));
            }
            for (String path : paths.isEmpty() ? List.of("/") : paths) {
                targets.add(
                        new MetaLabels()
                                .address(host, null)
                                .set("ingress_scheme", scheme)
                                .set("ingress_host", host)
                                .set("ingress_path", path)
                                .build());
            }
        }
        String namespace = ingress.key().namespace();
        MetaLabels shared =
                new MetaLabels()
                        .set("namespace", namespace)
                        .set("ingress_name", ingress.key().name())
                        .set("ingress_class_name", ingress.spec().ingressClassName())
                        .object("ingress", ingress.metadata());
        objects.attach(shared, null, namespace);
        return new TargetGroup("ingress/" + ingress.key(), targets, shared.build());
    }

    private static boolean isSecure(String host, Set<String> secure) {
        int dot = host.indexOf('.');
        return secure.contains(host) || (dot > 0 && secure.contains("*" + host.substring(dot)));
    }
}
