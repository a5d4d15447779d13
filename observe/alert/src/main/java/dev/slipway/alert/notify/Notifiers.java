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

/// Makes the channels that a configuration asks for. Stateless.
public final class Notifiers {
    private Notifiers() {}

    /// By the names of receivers. `externalUrl` is where people find this server; messages link to
    /// it. Throws [AlertConfigException] with everything that is wrong with the templates.
    public static Map<String, List<Channel>> of(
            AlertConfig config, String externalUrl, InstantSource clock) {
        MessageTemplates templates = MessageTemplates.load(config.templates(), externalUrl, clock);
        List<Diagnostic> problems = new ArrayList<>();
        Map<String, List<Channel>> channels = new LinkedHashMap<>();
        for (AlertConfig.Receiver receiver : config.receivers().values()) {
            Map<String, Integer> counts = new HashMap<>();
            List<Channel> own = new ArrayList<>();
            for (Integration each : receiver.integrations()) {
                for (Templated template : IntegrationTemplates.of(each)) {
                    problems.addAll(templates.check(template));
                }
                int index = counts.merge(each.kind(), 1, Integer::sum) - 1;
                own.add(
                        new Channel(
                                each.kind() + "[" + index + "]",
                                each.sendResolved(),
                                each.timeout(),
                                notifier(each, templates, externalUrl)));
            }
            channels.put(receiver.name(), own);
        }
        if (!problems.isEmpty()) {
            throw new AlertConfigException(problems.stream().distinct().toList());
        }
        return channels;
    }

    private static Notifier notifier(
            Integration integration, MessageTemplates templates, String externalUrl) {
        return switch (integration) {
            case Integration.Webhook webhook -> new WebhookNotifier(webhook, externalUrl);
            case Integration.Slack slack -> new SlackNotifier(slack, templates);
            case Integration.PagerDuty pagerDuty -> new PagerDutyNotifier(pagerDuty, templates);
            case Integration.Email email ->
                    new EmailNotifier(email, templates, () -> UUID.randomUUID().toString());
            case Integration.Chat chat -> new ChatNotifier(chat, templates);
            case Integration.Opsgenie opsgenie -> new OpsgenieNotifier(opsgenie, templates);
            case Integration.Unsupported unsupported -> new UnsupportedNotifier(unsupported.kind());
        };
    }
}
