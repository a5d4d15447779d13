package dev.slipway.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.series.Labels;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ClusterCollectionTest {
    private static final Kind<RawResource> SERVICE_MONITOR = monitor("ServiceMonitor");
    private static final Kind<RawResource> POD_MONITOR = monitor("PodMonitor");
    private static final Kind<RawResource> PROBE = monitor("Probe");
    private static final Kind<RawResource> SCRAPE_CONFIG =
            Kind.namespaced(
                    "monitoring.coreos.com/v1alpha1",
                    "ScrapeConfig",
                    "scrapeconfigs",
                    RawResource.class);

    private final Scraping scraping = Scraping.inStep();
    private final ExposingServer server = new ExposingServer("orders 3\n");

    private static Kind<RawResource> monitor(String kind) {
        return Kind.namespaced(
                "monitoring.coreos.com/v1",
                kind,
                kind.toLowerCase(Locale.ROOT) + "s",
                RawResource.class);
    }

    @AfterEach
    void close() {
        scraping.close();
        server.close();
    }

    private void createPod(String annotations) {
        scraping.create(
                Kinds.POD,
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop-1
                  namespace: red
                  labels: {app: shop, app.kubernetes.io/version: v2}
                  annotations: {%s}
                spec:
                  nodeName: here
                  containers:
                  - {name: web, image: shop, ports: [{name: metrics, containerPort: 8080}]}
                status: {phase: Running, podIP: 127.0.0.1, conditions: [{type: Ready, status: 'True'}]}
                """
                        .formatted(annotations));
    }

    private String hostPorts() {
        return "slipway.dev/host-ports: '{\"8080\":%d}'".formatted(server.port());
    }

    @Test
    void scrapesAnnotatedPodsWithoutConfiguration() {
        createPod("prometheus.io/scrape: 'true', prometheus.io/path: /figures, " + hostPorts());
        scraping.start("").awaitTargets(1);
        assertThat(scraping.awaitScrape(server.address()).health())
                .isEqualTo(TargetStatus.Health.UP);
        assertThat(server.requests().getFirst().uri()).isEqualTo("/figures");
        assertThat(scraping.newest())
                .containsEntry(
                        "orders{app=\"shop\", app_kubernetes_io_version=\"v2\", instance=\"%s\","
                                        .formatted(server.address())
                                + " job=\"kubernetes-pods\", namespace=\"red\", node=\"here\","
                                + " pod=\"shop-1\"}",
                        3.0);
    }

    @Test
    void replacesADeclaredPortThatAnAnnotationNames() {
        createPod("prometheus.io/scrape: 'true', prometheus.io/port: '8080', " + hostPorts());
        scraping.start("").awaitTargets(1);
        assertThat(scraping.awaitScrape(server.address()).lastError()).isEmpty();
    }

    @Test
    void leavesPodsAloneThatDoNotAskForIt() {
        createPod(hostPorts());
        scraping.start("")
                .awaitAdvancing(
                        () -> !scraping.collection.targets().dropped().isEmpty(),
                        () -> "nothing dropped");
        assertThat(scraping.collection.targets().active()).isEmpty();
        Labels dropped = scraping.collection.targets().dropped().getFirst().discovered();
        assertThat(dropped.value("__meta_kubernetes_pod_label_app")).isEqualTo("shop");
        assertThat(dropped.value("__meta_kubernetes_pod_ready")).isEqualTo("true");
        assertThat(dropped.value("__address__")).isEqualTo("127.0.0.1:8080");
    }

    @Test
    void forgetsAPodThatIsDeleted() {
        createPod("prometheus.io/scrape: 'true', " + hostPorts());
        scraping.start("").awaitTargets(1);
        scraping.cluster
                .resources(Kinds.POD)
                .patchStatus(new ObjectKey("red", "shop-1"), new Patch.MergePatch(phase("Failed")));
        scraping.awaitTargets(0);
    }

    private static ObjectNode phase(String phase) {
        ObjectNode change = Json.object();
        change.putObject("status").put("phase", phase);
        return change;
    }

    private void createService() {
        scraping.create(
                Kinds.SERVICE,
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: red, labels: {team: web, tier: front}}
                spec: {ports: [{name: metrics, port: 80}]}
                """);
        scraping.create(
                Kinds.ENDPOINT_SLICE,
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: shop-x
                  namespace: red
                  labels: {kubernetes.io/service-name: shop}
                addressType: IPv4
                ports: [{name: metrics, port: %d}]
                endpoints:
                - addresses: [127.0.0.1]
                  conditions: {ready: true}
                  targetRef: {kind: Pod, name: shop-1, namespace: red}
                """
                        .formatted(server.port()));
    }

    @Test
    void scrapesWhatAServiceMonitorSelectsUnderTheOperatorsLabels() {
        createPod(hostPorts());
        createService();
        scraping.create(Kinds.SECRET, secret());
        scraping.create(
                SERVICE_MONITOR,
                """
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                metadata: {name: all, namespace: red}
                spec:
                  selector: {matchLabels: {team: web}, matchExpressions: [{key: tier, operator: In, values: [front, back]}]}
                  targetLabels: [tier]
                  endpoints:
                  - port: metrics
                    interval: 5s
                    authorization: {credentials: {name: tokens, key: token}}
                    metricRelabelings: [{sourceLabels: [__name__], regex: go_.*, action: Drop}]
                """);
        scraping.start("").awaitTargets(1);
        scraping.awaitScrape(server.address());
        assertThat(scraping.newest())
                .containsEntry(
                        "orders{container=\"web\", endpoint=\"metrics\", instance=\"%s\","
                                        .formatted(server.address())
                                + " job=\"shop\", namespace=\"red\", pod=\"shop-1\","
                                + " service=\"shop\", tier=\"front\"}",
                        3.0);
        assertThat(server.requests().getFirst().headers().getFirst("Authorization"))
                .isEqualTo("Bearer s3cret");
        assertThat(scraping.collection.targets().toString()).doesNotContain("s3cret");
    }

    private static String secret() {
        return """
        apiVersion: v1
        kind: Secret
        metadata: {name: tokens, namespace: red}
        data: {token: czNjcmV0}
        """;
    }

    @Test
    void saysWhyAMonitorIsNoJobAndMakesItOneWhenTheSecretIsThere() {
        createPod(hostPorts());
        scraping.create(
                POD_MONITOR,
                """
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: shops, namespace: red}
                spec:
                  selector: {matchLabels: {app: shop}}
                  podMetricsEndpoints: [{port: metrics, bearerTokenSecret: {name: tokens, key: token}}]
                """);
        scraping.start("")
                .awaitAdvancing(
                        () -> !scraping.collection.problems().isEmpty(), () -> "no problem");
        assertThat(scraping.collection.problems())
                .containsEntry("PodMonitor red/shops", "secret red/tokens has no key `token`");
        scraping.create(Kinds.SECRET, secret());
        scraping.awaitTargets(1);
        assertThat(scraping.awaitScrape(server.address()).target().labels())
                .hasToString(
                        "{container=\"web\", endpoint=\"metrics\", instance=\"%s\", job=\"red/shops\","
                                        .formatted(server.address())
                                + " namespace=\"red\", pod=\"shop-1\"}");
        scraping.cluster
                .resources(POD_MONITOR)
                .delete(new ObjectKey("red", "shops"), DeleteOptions.background());
        scraping.awaitTargets(0);
    }

    @Test
    void letsOneMalformedObjectKeepNoOtherFromItsJob() {
        String monitor =
                """
                apiVersion: monitoring.coreos.com/v1alpha1
                kind: ScrapeConfig
                metadata: {name: %s, namespace: red}
                spec: {%s, staticConfigs: [{targets: ['%s']}]}
                """;
        int number = 0;
        for (String wrong :
                new String[] {
                    "sampleLimit: many",
                    "relabelings: [{action: fly}]",
                    "basicAuth: {password: {name: x, key: y}}",
                    "tlsConfig: {caFile: /etc/passwd}",
                    "consulSDConfigs: [{server: x}]",
                    "scrapeInterval: [1]",
                    "params: 3"
                }) {
            String name = "wrong-" + number++;
            scraping.create(SCRAPE_CONFIG, monitor.formatted(name, wrong, "localhost:1"));
        }
        scraping.create(SCRAPE_CONFIG, monitor.formatted("x", "jobName: fine", server.address()));
        int problems = number;
        scraping.start("").awaitTargets(1);
        scraping.awaitAdvancing(
                () -> scraping.collection.problems().size() == problems,
                () -> "problems: " + scraping.collection.problems());
        assertThat(scraping.awaitScrape(server.address()).target().labels().value("job"))
                .isEqualTo("fine");
    }

    @Test
    void asksAProberForTheTargetsOfAProbe() {
        scraping.create(
                PROBE,
                """
                apiVersion: monitoring.coreos.com/v1
                kind: Probe
                metadata: {name: sites, namespace: red}
                spec:
                  jobName: outside
                  module: http_2xx
                  prober: {url: '%s'}
                  targets: {staticConfig: {static: ['https://example.org/a'], labels: {env: live}}}
                """
                        .formatted(server.address()));
        scraping.start("").awaitTargets(1);
        scraping.awaitScrape("https://example.org/a");
        assertThat(server.requests().getFirst().uri())
                .isEqualTo("/probe?module=http_2xx&target=https%3A%2F%2Fexample.org%2Fa");
        assertThat(scraping.newest())
                .containsEntry(
                        "orders{env=\"live\", instance=\"https://example.org/a\","
                                + " job=\"outside\", namespace=\"red\"}",
                        3.0);
    }

    @Test
    void scrapesWhatAScrapeConfigSays() {
        scraping.create(
                SCRAPE_CONFIG,
                """
                apiVersion: monitoring.coreos.com/v1alpha1
                kind: ScrapeConfig
                metadata: {name: box, namespace: red}
                spec:
                  metricsPath: /m
                  staticConfigs: [{targets: ['%s'], labels: {room: a}}]
                """
                        .formatted(server.address()));
        scraping.start("").awaitTargets(1);
        scraping.awaitScrape(server.address());
        assertThat(scraping.newest())
                .containsEntry(
                        "orders{instance=\"%s\", job=\"scrapeConfig/red/box\", room=\"a\"}"
                                .formatted(server.address()),
                        3.0);
    }
}
