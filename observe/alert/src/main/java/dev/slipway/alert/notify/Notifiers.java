package dev.slipway.alert.notify;

import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.config.AlertConfigException;
import dev.slipway.alert.config.Diagnostic;
import dev.slipway.alert.config.Integration;
import dev.slipway.alert.config.IntegrationTemplates;
import dev.slipway.alert.config.Templated;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Makes the notifiers that a configuration asks for. Stateless.
public final class Notifiers {
    private Notifiers() {}

    /// By the names of receivers. `externalUrl` is where people find this server; messages link to
    /// it. Throws [AlertConfigException] with everything that is wrong with the templates.
    public static Map<String, List<Notifier>> of(
            AlertConfig config, String externalUrl, InstantSource clock) {
        MessageTemplates templates = MessageTemplates.load(config.templates(), externalUrl, clock);
        List<Diagnostic> problems = new ArrayList<>();
        Map<String, List<Notifier>> notifiers = new LinkedHashMap<>();
        for (AlertConfig.Receiver receiver : config.receivers().values()) {
            Map<String, Integer> counts = new HashMap<>();
            List<Notifier> own = new ArrayList<>();
            for (Integration each : receiver.integrations()) {
                for (Templated template : IntegrationTemplates.of(each)) {
                    problems.addAll(templates.check(template));
                }
                int index = counts.merge(each.kind(), 1, Integer::sum) - 1;
                own.add(notifier(each, each.kind() + "[" + index + "]", templates, externalUrl));
            }
            notifiers.put(receiver.name(), own);
        }
        if (!problems.isEmpty()) {
            throw new AlertConfigException(problems.stream().distinct().toList());
        }
        return notifiers;
    }

    private static Notifier notifier(
            Integration integration, String name, MessageTemplates templates, String externalUrl) {
        return switch (integration) {
            case Integration.Webhook webhook -> new WebhookNotifier(name, webhook, externalUrl);
            case Integration.Slack slack -> new SlackNotifier(name, slack, templates);
            case Integration.PagerDuty pagerDuty ->
                    new PagerDutyNotifier(name, pagerDuty, templates);
            case Integration.Email email ->
                    new EmailNotifier(name, email, templates, () -> UUID.randomUUID().toString());
            case Integration.Chat chat -> new ChatNotifier(name, chat, templates);
            case Integration.Opsgenie opsgenie -> new OpsgenieNotifier(name, opsgenie, templates);
            case Integration.Unsupported unsupported ->
                    new UnsupportedNotifier(name, unsupported.kind(), unsupported.sendResolved());
        };
    }
}
