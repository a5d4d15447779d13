package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.record.Subscriptions.Subscription;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final String ONE =
            "notifications.argoproj.io/subscribe.on-rollout-completed.slack";
    private static final String LIST = "notifications.argoproj.io/subscriptions";
    private static final String YAML =
            """
            - trigger: [on-rollout-aborted, on-guard-refused]
              destinations:
              - {service: webhook.hook}
              - {service: slack, recipients: [a, b]}
            """;

    @Test
    void readsRecipientsOfAnAnnotation() {
        assertThat(Subscriptions.of(Map.of(ONE, "deploys; alerts")))
                .containsExactlyInAnyOrder(
                        new Subscription("on-rollout-completed", "slack", "deploys"),
                        new Subscription("on-rollout-completed", "slack", "alerts"));
    }

    @Test
    void readsServicesWithNames() {
        assertThat(Subscriptions.of(Map.of(ONE.replace("slack", "webhook.hook"), "")))
                .containsExactly(new Subscription("on-rollout-completed", "webhook.hook", ""));
    }

    @Test
    void readsLists() {
        assertThat(Subscriptions.of(Map.of(LIST, YAML)))
                .hasSize(6)
                .contains(
                        new Subscription("on-guard-refused", "webhook.hook", ""),
                        new Subscription("on-rollout-aborted", "slack", "b"));
    }

    @Test
    void mistakesSilenceNothingElse() {
        assertThat(Subscriptions.of(Map.of(LIST, "- {", ONE, "a", ONE + ".", "b")))
                .contains(new Subscription("on-rollout-completed", "slack", "a"));
    }

    @Test
    void whateverIsWrittenIsReadOrLeftOut() {
        Random random = new Random(280);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(YAML);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (random.nextBoolean() ? 32 + random.nextInt(95) : '\n'));
            }
            assertThat(Subscriptions.of(Map.of(LIST, text.toString())).size()).isBetween(0, 50);
        }
    }
}
