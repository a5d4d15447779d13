package dev.slipway.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who wants to be told of what, as Argo's annotations say it. Pure.
///
/// ```
///   notifications.argoproj.io/subscribe.on-rollout-completed.slack: channel1;channel2
///   notifications.argoproj.io/subscriptions: |
///     - trigger: [on-rollout-aborted]
///       destinations:
///       - {service: webhook.deploys, recipients: []}
/// ```
final class Subscriptions {
    private static final String PREFIX = "notifications.argoproj.io/subscribe.";
    private static final String LIST = "notifications.argoproj.io/subscriptions";
    private static final int SUBSCRIPTIONS_MAX = 50;

    private Subscriptions() {}

    /// One wish: `service` as the configuration names it, an empty recipient where the service has
    /// only one.
    record Subscription(String trigger, String service, String recipient) {}

    /// What cannot be understood is left out: one mistake must not silence the others.
    static Set<Subscription> of(Map<String, String> annotations) {
        Set<Subscription> found = new LinkedHashSet<>();
        annotations.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                ofAnnotation(name.substring(PREFIX.length()), value, found);
            } else if (name.equals(LIST)) {
                ofList(value, found);
            }
        });
        List<Subscription> some = new ArrayList<>(found);
        return Set.copyOf(some.subList(0, Math.min(some.size(), SUBSCRIPTIONS_MAX)));
    }

    private static void ofAnnotation(String name, String recipients, Set<Subscription> found) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            return;
        }
        String trigger = name.substring(0, dot);
        String service = name.substring(dot + 1);
        for (String recipient : recipients.split(";", -1)) {
            found.add(new Subscription(trigger, service, recipient.strip()));
        }
    }

    private static void ofList(String yaml, Set<Subscription> found) {
        List<YamlDocument> documents;
        try {
            documents = Yaml.parse(yaml, LIST);
        } catch (ApiException e) {
            return;
        }
        for (YamlDocument document : documents) {
            for (JsonNode entry : document.tree()) {
                ofEntry(entry, found);
            }
        }
    }

    private static void ofEntry(JsonNode entry, Set<Subscription> found) {
        for (String trigger : texts(entry.path("trigger"))) {
            for (JsonNode destination : entry.path("destinations")) {
                String service = destination.path("service").asText("");
                List<String> recipients = texts(destination.path("recipients"));
                for (String recipient : recipients.isEmpty() ? List.of("") : recipients) {
                    if (!service.isEmpty()) {
                        found.add(new Subscription(trigger, service, recipient));
                    }
                }
            }
        }
    }

    /// A text or a list of texts.
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        node.forEach(each -> texts.add(each.asText("")));
        return texts;
    }
}
