package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages of releases, sent to a real HTTP server.
class NotificationsTest {
    private static final String PREFIX = "notifications.argoproj.io/subscribe.";

    private final RecordWorld world = new RecordWorld();
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        world.close();
        receiver.close();
    }

    @Test
    void sendsWhatIsSubscribedToAndNothingElse() throws InterruptedException {
        configure("service.webhook.hook: '{url: %s/hook}'".formatted(receiver.url()));
        world.deployRollout(
                subscribe("on-rollout-updated.webhook.hook", "on-rollout-completed.webhook.hook"));
        world.release("carol", "shop:v2");
        world.awaitPhase("Healthy");
        world.settle(Duration.ofSeconds(5));
        assertThat(receiver.bodies().stream().map(NotificationsTest::json))
                .extracting(body -> body.path("message").asText())
                .containsExactly(
                        "Rollout shop is deployed by alice: shop:v1",
                        "Rollout shop revision 1 has all traffic",
                        "Rollout shop is updated to revision 2 by carol: shop:v1 → shop:v2",
                        "Rollout shop revision 2 has all traffic");
        assertThat(receiver.received()).extracting(Receiver.Received::key).doesNotHaveDuplicates();
        assertThat(states()).containsOnly(Delivery.SENT);
    }

    @Test
    void namespacesSubscribeForAllInThem() throws InterruptedException {
        configure("service.slack: '{webhook: %s/T0/B0}'".formatted(receiver.url()));
        world.patch(
                "root",
                Kinds.NAMESPACE,
                ObjectKey.clusterWide("default"),
                """
                metadata:
                  annotations:
                    notifications.argoproj.io/subscriptions: |
                      - trigger: [on-rollout-completed]
                        destinations:
                        - {service: slack, recipients: [deploys]}
                """);
        world.deployDeployment();
        world.settle(Duration.ofSeconds(5));
        JsonNode message = json(receiver.bodies().getFirst());
        assertThat(message.path("text").asText())
                .isEqualTo("Deployment api revision 1 has all traffic");
        assertThat(message.at("/attachments/0/color").asText()).isEqualTo("#18be52");
    }

    @Test
    void tellsOfThePausesAndStepsAndSizes() throws InterruptedException {
        configure("service.webhook.hook: '{url: %s}'".formatted(receiver.url()));
        world.deployRollout(
                subscribe(
                        "on-rollout-paused.webhook.hook",
                        "on-rollout-step-completed.webhook.hook",
                        "on-scaling-replica-set.webhook.hook",
                        "on-rollout-aborted.webhook.hook"));
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.alice.abort(RecordWorld.SHOP);
        world.awaitPhase("Degraded");
        world.settle(Duration.ofSeconds(5));
        assertThat(receiver.bodies().stream().map(NotificationsTest::json))
                .extracting(body -> body.path("trigger").asText())
                .contains(
                        "on-scaling-replica-set",
                        "on-rollout-step-completed",
                        "on-rollout-paused",
                        "on-rollout-aborted");
        assertThat(receiver.bodies())
                .anyMatch(body -> body.contains("completed step 1/3 (setWeight: 25)"));
    }

    @Test
    void fillsInTemplatesAndSecrets() throws InterruptedException {
        createSecret("api-token", "s3cret");
        configure(
                """
                service.webhook.hook: |
                    {url: "%s/base/", headers: [{name: Authorization, value: Bearer $api-token}]}
                  trigger.on-rollout-completed: |
                    - send: [mine]
                  template.mine: |
                    message: done
                    webhook:
                      hook: {method: PUT, path: "/{{.rollout.metadata.name}}", body: "{{.sentence}}!"}
                """
                        .formatted(receiver.url()));
        world.deployRollout(subscribe("on-rollout-completed.webhook.hook"));
        world.settle(Duration.ofSeconds(5));
        Receiver.Received only = receiver.received().getFirst();
        assertThat(only.path()).isEqualTo("/base/shop");
        assertThat(only.body()).isEqualTo("Rollout shop revision 1 has all traffic!");
        assertThat(only.authorization()).isEqualTo("Bearer s3cret");
    }

    @Test
    void slacksApiSaysNoInItsAnswer() throws InterruptedException {
        createSecret("slack-token", "xoxb-1");
        configure(
                "service.slack: '{token: $slack-token, apiURL: %s/api}'".formatted(receiver.url()));
        receiver.answers(200, "{\"ok\":false,\"error\":\"channel_not_found\"}");
        world.deployRollout("{'" + PREFIX + "on-rollout-completed.slack': 'deploys;alerts'}");
        world.settle(Duration.ofSeconds(1));
        assertThat(deliveries()).allMatch(Delivery::isDue);
        assertThat(Objects.requireNonNull(deliveries().getFirst().error()))
                .endsWith("answered with the error channel_not_found");
        receiver.answers(200, "{\"ok\":true}");
        world.settle(Duration.ofMinutes(1));
        assertThat(states()).containsOnly(Delivery.SENT);
        assertThat(receiver.received())
                .allMatch(each -> each.path().equals("/api/chat.postMessage"))
                .allMatch(each -> "Bearer xoxb-1".equals(each.authorization()));
        assertThat(receiver.bodies().stream().map(NotificationsTest::json))
                .extracting(body -> body.path("channel").asText())
                .contains("deploys", "alerts");
    }

    @Test
    void triesAgainEverMoreRarelyAndGivesUpAfterADay() throws InterruptedException {
        configure("service.webhook.hook: '{url: %s}'".formatted(receiver.url()));
        receiver.answers(302, "");
        world.deployRollout(subscribe("on-rollout-completed.webhook.hook"));
        world.settle(Duration.ofMinutes(1));
        int first = receiver.received().size();
        assertThat(first).isBetween(3, 5);
        world.settle(Duration.ofHours(25));
        assertThat(receiver.received().size()).isBetween(first + 20, first + 40);
        assertThat(receiver.received()).noneMatch(each -> each.path().contains("elsewhere"));
        assertThat(receiver.received().stream().map(Receiver.Received::key).distinct()).hasSize(1);
        assertThat(states()).containsExactly(Delivery.DEAD);
        assertThat(world.all(Kinds.EVENT)).extracting(Event::reason).contains("NotificationLost");
    }

    @Test
    void saysWhatIsWrongWithTheConfiguration() throws InterruptedException {
        configure("service.pigeon: '{}'");
        world.deployRollout(
                subscribe("on-rollout-completed.webhook.nowhere", "on-rollout-updated.pigeon"));
        world.settle(Duration.ofSeconds(1));
        assertThat(deliveries())
                .extracting(Delivery::error)
                .containsExactlyInAnyOrder(
                        "ConfigMap argo-rollouts-notification-configmap has no key"
                                + " service.webhook.nowhere",
                        "service.pigeon: the type pigeon (expected: slack or webhook)");
    }

    private void configure(String data) {
        createNamespace();
        world.create(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: argo-rollouts-notification-configmap, namespace: argo-rollouts}
                data:
                  slipway.dev.loopback: allowed
                  DATA
                """
                        .replace("DATA", data));
    }

    private void createSecret(String key, String value) {
        createNamespace();
        world.create(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: argo-rollouts-notification-secret, namespace: argo-rollouts}
                data: {KEY: VALUE}
                """
                        .replace("KEY", key)
                        .replace(
                                "VALUE",
                                Base64.getEncoder()
                                        .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    }

    private void createNamespace() {
        boolean known =
                world.all(Kinds.NAMESPACE).stream()
                        .anyMatch(each -> each.key().name().equals("argo-rollouts"));
        if (!known) {
            world.create("{apiVersion: v1, kind: Namespace, metadata: {name: argo-rollouts}}");
        }
    }

    private static String subscribe(String... subscriptions) {
        StringBuilder annotations = new StringBuilder("{");
        for (String each : subscriptions) {
            annotations.append("'").append(PREFIX).append(each).append("': '', ");
        }
        return annotations.append("}").toString();
    }

    private List<Delivery> deliveries() {
        return world.records("shop").stream()
                .flatMap(record -> record.status().deliveries().values().stream())
                .toList();
    }

    private List<String> states() {
        return deliveries().stream().map(Delivery::state).toList();
    }

    private static JsonNode json(String body) {
        return Json.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
