package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.MortalCluster;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.gate.GateDecision;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.rollout.RolloutController;
import dev.slipway.workloads.AutoscalingMetrics;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RevisionGate;
import dev.slipway.workloads.RunningTemplates;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A shop in simulated time with the real API and the real controllers: the Rollouts `front` and
/// `back`, which are behind services and split their traffic by their pods' numbers, and the
/// guarded Deployment `mail`, whose requests are simulated if a test starts them. Without requests,
/// what fails is told by hand.
final class ReleaseWorld implements AutoCloseable {
    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final SimulatedTraffic traffic;
    private final MemoryApi api;
    private final @Nullable AdverseCluster adverse;
    private final DeploymentGate gate;
    private Informers informers;
    private ReleaseController releases;
    private MortalCluster mortal;

    ReleaseWorld() {
        this(1, null);
    }

    ReleaseWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        Informers world = simulation.add(new Informers(cluster, time));
        traffic = new SimulatedTraffic(time, world, this::shares);
        gate = simulation.add(new DeploymentGate(cluster, world, traffic, time));
        simulation.add(new RolloutController(cluster, world, traffic, time));
        simulation.add(
                new Workloads(
                        WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                        _ -> cluster,
                        world,
                        new Workloads.Crossings(
                                AutoscalingMetrics.none(),
                                new Releasing(new Joined(gate), RunningTemplates.asWritten())),
                        time,
                        Runnable::run));
        simulation.add(new SimulatedNode(cluster, world, time, _ -> Behaviour.healthy()));
        mortal = new MortalCluster(cluster, MortalCluster.Death.NEVER, () -> {});
        informers = new Informers(mortal, time);
        releases = new ReleaseController(mortal, informers, time);
        restart(MortalCluster.Death.NEVER);
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    /// How the requests to `mail` are divided between its versions.
    private Map<String, Integer> shares() {
        return gate.sharesOf(key("mail"));
    }

    /// As if the process with the releases ended and another began, which dies like this.
    void restart(MortalCluster.Death death) {
        simulation.remove(releases);
        simulation.remove(informers);
        releases.close();
        informers.close();
        mortal = new MortalCluster(adverse == null ? cluster : adverse, death, () -> {});
        informers = simulation.add(new Informers(mortal, time));
        releases = simulation.add(new ReleaseController(mortal, informers, time));
    }

    MortalCluster mortal() {
        return mortal;
    }

    void calmDown() {
        if (adverse != null) {
            adverse.calmDown();
        }
    }

    /// Everything runs `:v1`.
    void deploy() throws InterruptedException {
        for (String name : List.of("front", "back", "mail")) {
            create(
                    """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: NAME, namespace: default}
                    spec: {selector: {app: NAME}, ports: [{port: 80, targetPort: 8080}]}
                    """
                            .replace("NAME", name));
        }
        for (String name : List.of("front", "back")) {
            create(
                    """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Rollout
                    metadata: {name: NAME, namespace: default, annotations: {slipway.dev/guard: "off"}}
                    spec:
                      replicas: 4
                      selector: {matchLabels: {app: NAME}}
                      TEMPLATE
                      strategy: {canary: {steps: [{setWeight: 100}]}}
                    """
                            .replace("TEMPLATE", template())
                            .replace("NAME", name));
        }
        create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: mail, namespace: default}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: mail}}
                  TEMPLATE
                """
                        .replace("TEMPLATE", template())
                        .replace("NAME", "mail"));
        create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default},"
                        + " data: {mode: old, other: x}}");
        await(() -> runs("v1"), Duration.ofMinutes(5));
    }

    private static String template() {
        return "template: {metadata: {labels: {app: NAME}}, spec: {containers: [{name: app, image:"
                + " 'NAME:v1', ports: [{containerPort: 8080}]}]}}";
    }

    /// The release of all three to a version, with config; `fields` are further ones.
    void release(String version, String fields) {
        ObjectNode tree =
                yaml(
                        """
                        apiVersion: slipway.dev/v1alpha1
                        kind: Release
                        metadata: {name: shop, namespace: default}
                        spec:
                          members:
                          - {kind: Rollout, name: front, dependsOn: [back, mail], images: {app: "front:V"}}
                          - {kind: Rollout, name: back, images: {app: "back:V"}}
                          - {kind: Deployment, name: mail, images: {app: "mail:V"}}
                          config:
                          - {kind: ConfigMap, name: settings, data: {mode: "V", other: x}}
                          - {kind: ConfigMap, name: fresh, data: {mode: "V"}}
                        """
                                .replace("V", version));
        tree.withObject("/spec").setAll(yaml("{" + fields + "}"));
        if (cluster.resources(Kinds.RELEASE).find(key("shop")).isEmpty()) {
            cluster.resources(Kinds.RELEASE.raw()).create(RawResource.of(tree));
            return;
        }
        ObjectNode change = yaml("{}");
        change.set("spec", tree.get("spec"));
        cluster.resources(Kinds.RELEASE).patch(key("shop"), new Patch.MergePatch(change));
    }

    Release shop() {
        return cluster.resources(Kinds.RELEASE).find(key("shop")).orElseThrow();
    }

    List<Release> releases() {
        return cluster.resources(Kinds.RELEASE).list(ListQuery.all()).items();
    }

    /// How often the specification of each member changed.
    List<Long> generations() {
        return List.of(rollout("front").metadata(), rollout("back").metadata(), mail().metadata())
                .stream()
                .map(metadata -> Objects.requireNonNull(metadata.generation()))
                .toList();
    }

    /// The status is about the specification as it is.
    boolean isObserved() {
        Release shop = shop();
        return Objects.equals(shop.metadata().generation(), shop.status().observedGeneration());
    }

    String phase() {
        return String.valueOf(shop().status().phase());
    }

    Rollout rollout(String name) {
        return cluster.resources(Kinds.ROLLOUT).find(key(name)).orElseThrow();
    }

    Deployment mail() {
        return cluster.resources(Kinds.DEPLOYMENT).find(key("mail")).orElseThrow();
    }

    String image(String name) {
        ObjectNode template =
                name.equals("mail") ? mail().spec().template() : rollout(name).spec().template();
        return template.at("/spec/containers/0/image").asText();
    }

    /// The pods of a member with an image, as far as they are wanted.
    int pods(String image) {
        return cluster.resources(Kinds.REPLICA_SET).list(ListQuery.all()).items().stream()
                .filter(set ->
                        set.spec().template().at("/spec/containers/0/image").asText().equals(image))
                .mapToInt(set -> set.spec().replicas() == null ? 1 : set.spec().replicas())
                .sum();
    }

    @Nullable ConfigMap config(String name) {
        return cluster.resources(Kinds.CONFIG_MAP).find(key(name)).orElse(null);
    }

    /// Everything runs this version, and nothing else.
    boolean runs(String version) {
        return List.of("front", "back").stream()
                        .allMatch(name ->
                                image(name).equals(name + ":" + version)
                                        && "Healthy".equals(rollout(name).status().phase()))
                && image("mail").equals("mail:" + version)
                && pods("mail:" + version) == 4
                && Integer.valueOf(4).equals(mail().status().availableReplicas())
                && Integer.valueOf(4).equals(mail().status().updatedReplicas());
    }

    boolean hasConfig(String mode, boolean fresh) {
        ConfigMap settings = config("settings");
        return settings != null
                && settings.data().equals(Map.of("mode", mode, "other", "x"))
                && (config("fresh") != null) == fresh;
    }

    boolean isUnmarked() {
        return List.of(rollout("front").metadata(), rollout("back").metadata(), mail().metadata())
                .stream()
                .noneMatch(metadata ->
                        metadata.annotations().containsKey(Release.LIMIT)
                                || metadata.annotations().containsKey(Release.REFUSED_REVISION));
    }

    void abort(String rollout) {
        cluster.resources(Kinds.ROLLOUT)
                .patchStatus(key(rollout), new Patch.MergePatch(yaml("status: {abort: true}")));
    }

    void patch(Kind<?> kind, String name, String yaml) {
        var _ = cluster.resources(kind).patch(key(name), new Patch.MergePatch(yaml(yaml)));
    }

    void delete(Kind<?> kind, String name) {
        cluster.resources(kind).delete(key(name), DeleteOptions.background());
    }

    void create(String text) {
        RawResource object = RawResource.of(yaml(text));
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                cluster.resources(kind.raw()).create(object);
                return;
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    List<String> events() {
        return cluster.resources(Kinds.EVENT).list(ListQuery.all()).items().stream()
                .map(Event::reason)
                .map(String::valueOf)
                .toList();
    }

    void awaitPhase(String phase) throws InterruptedException {
        await(() -> phase().equals(phase) && isObserved(), Duration.ofMinutes(30));
    }

    void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        boolean came = simulation.advanceUntil(condition, limit);
        assertThat(came).as(() -> "came true; status: " + describe()).isTrue();
    }

    private String describe() {
        return cluster.resources(Kinds.RELEASE)
                        .find(key("shop"))
                        .map(release -> release.status().toString())
                        .orElse("none")
                + " front: "
                + rollout("front").status()
                + " back: "
                + rollout("back").status()
                + " mail: "
                + mail().metadata().annotations()
                + mail().status();
    }

    void advance(Duration duration) throws InterruptedException {
        simulation.advance(duration);
    }

    static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        api.close();
    }

    /// The gate as the Deployment controller sees it in the server.
    private record Joined(DeploymentGate gate) implements RevisionGate {
        @Override
        public Decision decide(Update update) {
            return switch (gate.decide(update.deployment(), update.newHash())) {
                case GateDecision.Open(GateDecision.Finding found) ->
                        new Open(found == null ? null : finding(found));
                case GateDecision.Share(
                                int percent,
                                int traffic,
                                String old,
                                GateDecision.Finding found) ->
                        new Share(percent, traffic, old, finding(found));
                case GateDecision.Refused(int traffic, String old, GateDecision.Finding found) ->
                        new Refused(traffic, old, finding(found));
            };
        }

        private static Finding finding(GateDecision.Finding found) {
            return new Finding(found.good(), found.word(), found.sentence());
        }

        @Override
        public void onChange(Consumer<ObjectKey> listener) {
            gate.onDecisionChange(listener);
        }
    }
}
