package dev.slipway.scrape.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes.Role;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.series.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubernetesSourceTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Informers informers = new Informers(cluster, time);

    @BeforeEach
    void fillCluster() {
        createPods();
        createRoutes();
        create(Kinds.NAMESPACE, "metadata: {name: red, labels: {stage: live}}");
    }

    private void createPods() {
        create(
                Kinds.NODE,
                """
                metadata: {name: box, labels: {zone: a}}
                status:
                  addresses: [{type: Hostname, address: box.local}, {type: InternalIP, address: 10.0.0.1}]
                """);
        create(
                Kinds.POD,
                """
                metadata:
                  name: shop-1
                  namespace: red
                  uid: u
                  labels: {app: shop}
                  annotations: {slipway.dev/host-ports: '{"8080":41234}'}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: shop, uid: x, controller: true}
                spec:
                  nodeName: box
                  initContainers: [{name: first, image: i}]
                  containers:
                  - name: web
                    image: shop:1
                    ports: [{name: http, containerPort: 8080}, {name: admin, containerPort: 9000}]
                status:
                  phase: Running
                  podIP: 10.0.0.7
                  hostIP: 10.0.0.1
                  containerStatuses: [{name: web, containerID: c1}]
                """);
        create(Kinds.POD, "metadata: {name: other, namespace: blue}\nstatus: {podIP: 10.0.0.8}");
    }

    private void createRoutes() {
        create(
                Kinds.SERVICE,
                """
                metadata: {name: shop, namespace: red, labels: {team: web}, annotations: {a/b: c}}
                spec: {type: ClusterIP, clusterIP: 10.1.0.1, ports: [{name: http, port: 80}]}
                """);
        create(
                Kinds.ENDPOINT_SLICE,
                """
                metadata: {name: shop-x, namespace: red, labels: {kubernetes.io/service-name: shop}}
                addressType: IPv4
                ports: [{name: http, port: 41234}]
                endpoints:
                - addresses: [10.0.0.7]
                  nodeName: box
                  conditions: {ready: true, serving: true, terminating: false}
                  targetRef: {kind: Pod, name: shop-1, namespace: red}
                """);
        create(
                Kinds.INGRESS,
                """
                metadata: {name: in, namespace: red}
                spec:
                  ingressClassName: edge
                  tls: [{hosts: ['*.org']}]
                  rules:
                  - {host: shop.org, http: {paths: [{path: /a, backend: {}}, {path: /b, backend: {}}]}}
                """);
    }

    private void create(Kind<?> kind, String yaml) {
        cluster.resources(kind.raw())
                .create(RawResource.of(Yaml.parse(yaml, "object").getFirst().object()));
    }

    private List<Labels> targets(Kubernetes config) {
        KubernetesSource source =
                new KubernetesSource(config, new ClusterChanges(informers), () -> {});
        informers.of(Kinds.NAMESPACE);
        while (stepped()) {
            // Until the informers have read everything.
        }
        List<Labels> targets = new ArrayList<>();
        for (TargetGroup group : source.groups()) {
            for (Labels target : group.targets()) {
                Labels.Builder joined = group.labels().toBuilder();
                for (int i = 0; i < target.size(); i++) {
                    joined.set(target.name(i), target.value(i));
                }
                targets.add(joined.build());
            }
        }
        source.close();
        return targets;
    }

    private boolean stepped() {
        try {
            return informers.step();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Labels> targets(Role role) {
        return targets(Kubernetes.of(role, List.of("red")));
    }

    private static String meta(Labels labels, String name) {
        return labels.value("__meta_kubernetes_" + name);
    }

    @Test
    void findsAPodAtEachOfItsPorts() {
        List<Labels> targets = targets(Role.POD);
        assertThat(targets)
                .extracting(each -> each.value("__address__"))
                .containsExactly("10.0.0.7", "10.0.0.7:8080", "10.0.0.7:9000");
        assertThat(meta(targets.getFirst(), "pod_container_init")).isEqualTo("true");
        Labels web = targets.get(1);
        assertThat(meta(web, "namespace")).isEqualTo("red");
        assertThat(meta(web, "pod_name")).isEqualTo("shop-1");
        assertThat(meta(web, "pod_ready")).isEqualTo("unknown");
        assertThat(meta(web, "pod_controller_kind")).isEqualTo("ReplicaSet");
        assertThat(meta(web, "pod_label_app")).isEqualTo("shop");
        assertThat(meta(web, "pod_labelpresent_app")).isEqualTo("true");
        assertThat(meta(web, "pod_container_name")).isEqualTo("web");
        assertThat(meta(web, "pod_container_image")).isEqualTo("shop:1");
        assertThat(meta(web, "pod_container_id")).isEqualTo("c1");
        assertThat(meta(web, "pod_container_port_name")).isEqualTo("http");
        assertThat(meta(web, "pod_container_port_protocol")).isEqualTo("TCP");
        assertThat(meta(web, "pod_host_ip")).isEqualTo("10.0.0.1");
    }

    @Test
    void findsPodsOfAllNamespacesAndThoseThatAreSelected() {
        assertThat(targets(Kubernetes.of(Role.POD, List.of()))).hasSize(3);
        assertThat(selecting("pod", "{role: pod, label: 'app in (shop)'}")).hasSize(3);
        assertThat(selecting("pod", "{role: pod, label: '!app'}")).isEmpty();
        assertThat(selecting("pod", "{role: pod, field: 'spec.nodeName=box'}")).hasSize(3);
        assertThat(selecting("pod", "{role: pod, field: 'status.phase!=Running'}")).isEmpty();
    }

    private List<Labels> selecting(String role, String selector) {
        String yaml =
                """
                scrape_configs:
                - job_name: j
                  kubernetes_sd_configs:
                  - {role: %s, selectors: [%s], attach_metadata: {node: true, namespace: true}}
                """
                        .formatted(role, selector);
        PrometheusConfig config = PrometheusConfig.parse(yaml, "p.yml", Path.of("/"));
        return targets((Kubernetes) config.scrapeConfigs().getFirst().discoveries().getFirst());
    }

    @Test
    void attachesNodesAndNamespaces() {
        Labels target = selecting("pod", "{role: pod}").getFirst();
        assertThat(meta(target, "node_name")).isEqualTo("box");
        assertThat(meta(target, "node_label_zone")).isEqualTo("a");
        assertThat(meta(target, "namespace_label_stage")).isEqualTo("live");
    }

    @Test
    void findsEndpointsWithTheirServiceAndPodAndItsOtherPorts() {
        List<Labels> targets = targets(Role.ENDPOINTS);
        assertThat(targets)
                .extracting(each -> each.value("__address__"))
                .containsExactly("10.0.0.7:41234", "10.0.0.7:9000");
        Labels first = targets.getFirst();
        assertThat(meta(first, "endpoints_name")).isEqualTo("shop");
        assertThat(meta(first, "endpoint_port_name")).isEqualTo("http");
        assertThat(meta(first, "endpoint_ready")).isEqualTo("true");
        assertThat(meta(first, "endpoint_node_name")).isEqualTo("box");
        assertThat(meta(first, "endpoint_address_target_kind")).isEqualTo("Pod");
        assertThat(meta(first, "endpoint_address_target_name")).isEqualTo("shop-1");
        assertThat(meta(first, "service_name")).isEqualTo("shop");
        assertThat(meta(first, "service_label_team")).isEqualTo("web");
        assertThat(meta(first, "service_annotation_a_b")).isEqualTo("c");
        assertThat(meta(first, "pod_container_name")).isEqualTo("web");
        assertThat(meta(first, "pod_container_port_number")).isEqualTo("8080");
    }

    @Test
    void findsEndpointSlices() {
        Labels first = targets(Role.ENDPOINTSLICE).getFirst();
        assertThat(meta(first, "endpointslice_name")).isEqualTo("shop-x");
        assertThat(meta(first, "endpointslice_address_type")).isEqualTo("IPv4");
        assertThat(meta(first, "endpointslice_port")).isEqualTo("41234");
        assertThat(meta(first, "endpointslice_port_name")).isEqualTo("http");
        assertThat(meta(first, "endpointslice_endpoint_conditions_ready")).isEqualTo("true");
        assertThat(meta(first, "endpointslice_endpoint_conditions_serving")).isEqualTo("true");
        assertThat(meta(first, "endpointslice_endpoint_conditions_terminating")).isEqualTo("false");
        assertThat(meta(first, "endpointslice_address_target_name")).isEqualTo("shop-1");
        assertThat(meta(first, "pod_name")).isEqualTo("shop-1");
    }

    @Test
    void findsServicesNodesAndIngresses() {
        Labels service = targets(Role.SERVICE).getFirst();
        assertThat(service.value("__address__")).isEqualTo("shop.red.svc:80");
        assertThat(meta(service, "service_cluster_ip")).isEqualTo("10.1.0.1");
        Labels node = targets(Role.NODE).getFirst();
        assertThat(node.value("__address__")).isEqualTo("10.0.0.1:10250");
        assertThat(node.value("instance")).isEqualTo("box");
        assertThat(meta(node, "node_address_Hostname")).isEqualTo("box.local");
        List<Labels> paths = targets(Role.INGRESS);
        assertThat(paths).hasSize(2);
        assertThat(meta(paths.get(1), "ingress_path")).isEqualTo("/b");
        assertThat(meta(paths.get(1), "ingress_scheme")).isEqualTo("https");
        assertThat(meta(paths.get(1), "ingress_class_name")).isEqualTo("edge");
    }

    @Test
    void replacesDeclaredPortsOfThePodOnly() {
        Labels pod = targets(Role.POD).get(1);
        assertThat(HostPorts.resolved("10.0.0.7:8080", pod)).isEqualTo("10.0.0.7:41234");
        assertThat(HostPorts.resolved("10.0.0.7:9000", pod)).isEqualTo("10.0.0.7:9000");
        assertThat(HostPorts.resolved("10.0.0.9:8080", pod)).isEqualTo("10.0.0.9:8080");
        assertThat(HostPorts.resolved("10.0.0.7", pod)).isEqualTo("10.0.0.7");
        assertThat(HostPorts.resolved("10.0.0.7:x", pod)).isEqualTo("10.0.0.7:x");
    }
}
