package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Namespaces, old Events and finished pods.
final class HousekeepingTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void furnishesEveryNamespace() throws Exception {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: team}}");
        world.settle();

        ObjectKey certificates = new ObjectKey("team", "kube-root-ca.crt");
        assertThat(world.resources(Kinds.CONFIG_MAP).find(certificates).orElseThrow().data())
                .containsEntry("ca.crt", "CERTIFICATE");
        ObjectKey account = new ObjectKey("team", "default");
        assertThat(world.resources(Kinds.SERVICE_ACCOUNT).find(account)).isPresent();

        world.resources(Kinds.SERVICE_ACCOUNT).delete(account, DeleteOptions.background());
        world.settle();
        assertThat(world.resources(Kinds.SERVICE_ACCOUNT).find(account)).isPresent();
    }

    @Test
    void emptiesANamespaceBeforeItGoes() throws Exception {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: team}}");
        world.create(
                """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: team},
                 spec: {replicas: 2, selector: {matchLabels: {app: team-web}},
                  template: {metadata: {labels: {app: team-web}},
                   spec: {containers: [{name: main, image: a}]}}}}
                """);
        world.advance(Duration.ofSeconds(10));
        assertThat(world.activePods("team-web")).hasSize(2);
        world.resources(Kinds.NAMESPACE)
                .delete(ObjectKey.clusterWide("team"), DeleteOptions.background());
        world.always(() -> {
            boolean pods = !world.pods("team-web").isEmpty();
            assertThat(pods && !world.exists(Kinds.NAMESPACE, "team")).isFalse();
        });
        world.advance(Duration.ofMinutes(1));

        assertThat(world.exists(Kinds.NAMESPACE, "team")).isFalse();
        assertThat(world.pods("team-web")).isEmpty();
    }

    @Test
    void forgetsEventsAnHourAfterTheyWereLastSeen() throws Exception {
        world.deploy("web", "{}");
        world.advance(Duration.ofMinutes(59));
        assertThat(world.all(Kinds.EVENT)).isNotEmpty();
        world.advance(Duration.ofMinutes(2));

        assertThat(world.all(Kinds.EVENT)).isEmpty();
    }

    @Test
    void keepsOnlySoManyFinishedPods() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(Duration.ZERO, 0));
        for (int i = 0; i < World.FINISHED_PODS_MAX + 5; i++) {
            world.create(
                    """
                    {apiVersion: v1, kind: Pod, metadata: {name: p%03d, namespace: default},
                     spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}
                    """
                            .formatted(i));
            world.advance(Duration.ofSeconds(1));
        }
        world.advance(Duration.ofSeconds(5));

        assertThat(world.all(Kinds.POD)).hasSize(World.FINISHED_PODS_MAX);
        assertThat(world.exists(Kinds.POD, "p004")).isFalse();
        assertThat(world.exists(Kinds.POD, "p005")).isTrue();
    }
}
