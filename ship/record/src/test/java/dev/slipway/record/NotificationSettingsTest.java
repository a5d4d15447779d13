package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Secret;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NotificationSettingsTest {
    private static final String WEBHOOK =
            """
            url: https://example.org/$path
            headers:
            - {name: X-Token, value: $token}
            basicAuth: {username: joe, password: $token}
            """;

    @Test
    void findsSecretsWhereTheyAreNamed() {
        var service =
                (NotificationSettings.Webhook)
                        settings("service.webhook.hook", WEBHOOK).service("webhook.hook");
        assertThat(service.url()).isEqualTo("https://example.org/a/b");
        assertThat(service.headers())
                .containsEntry("X-Token", "t: \"o\"")
                .containsEntry("Authorization", "Basic am9lOnQ6ICJvIg==");
    }

    @Test
    void saysWhichKeyIsMissing() {
        assertThatExceptionOfType(NotificationException.class)
                .isThrownBy(() -> settings("service.slack", "token: $nothing").service("slack"))
                .withMessage("Secret argo-rollouts-notification-secret has no key nothing");
        assertThatExceptionOfType(NotificationException.class)
                .isThrownBy(() -> settings("service.slack", "username: joe").service("slack"))
                .withMessage("service.slack: no token (expected: one)");
    }

    @Test
    void refusesConditionsItDoesNotEvaluate() {
        String key = "trigger.on-rollout-completed";
        assertThat(settings(key, "- send: [a, b]").templates(Trigger.COMPLETED))
                .containsExactly("a", "b");
        assertThat(settings("other", "").templates(Trigger.COMPLETED))
                .containsExactly("rollout-completed");
        assertThatExceptionOfType(NotificationException.class)
                .isThrownBy(() ->
                        settings(key, "- {send: [a], when: rollout.x == 1}")
                                .templates(Trigger.COMPLETED));
    }

    @Test
    void whateverIsWrittenIsUnderstoodOrRefused() {
        Random random = new Random(281);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(WEBHOOK);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (random.nextBoolean() ? 32 + random.nextInt(95) : '\n'));
            }
            try {
                settings("service.webhook.hook", text.toString()).service("webhook.hook");
            } catch (NotificationException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("t: \"o\"");
            }
        }
        assertThat(refused).isBetween(1, 2_999);
    }

    private static NotificationSettings settings(String key, String value) {
        return new NotificationSettings(
                new ConfigMap(
                        ObjectMeta.named("argo-rollouts", "config"),
                        Map.of(key, value),
                        Map.of(),
                        null),
                new Secret(
                        ObjectMeta.named("argo-rollouts", "secret"),
                        null,
                        Map.of("token", "dDogIm8i", "path", "YS9i"),
                        null));
    }
}
