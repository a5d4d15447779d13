package dev.slipway.alert.config;

import dev.slipway.alert.config.Integration.SlackAction;
import dev.slipway.alert.config.Integration.SlackField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds the templates in an integration, so that mistakes in them are found when the configuration
/// is read and not when somebody has to be told. Stateless.
public final class IntegrationTemplates {
    private IntegrationTemplates() {}

    public static List<Templated> of(Integration integration) {
        List<Templated> found = new ArrayList<>();
        switch (integration) {
            case Integration.Webhook _, Integration.Unsupported _ -> {}
            case Integration.Slack slack -> addSlack(found, slack);
            case Integration.PagerDuty pagerDuty -> {
                found.addAll(pagerDuty.texts().values());
                found.addAll(pagerDuty.details().values());
                addAll(found, pagerDuty.links());
                addAll(found, pagerDuty.images());
            }
            case Integration.Email email -> {
                found.add(email.to());
                found.add(email.from());
                found.addAll(email.headers().values());
                found.add(email.html());
                found.add(email.text());
            }
            case Integration.Chat chat -> found.addAll(chat.texts().values());
            case Integration.Opsgenie opsgenie -> {
                found.addAll(opsgenie.texts().values());
                found.addAll(opsgenie.details().values());
                addAll(found, opsgenie.responders());
            }
        }
        return found;
    }

    private static void addSlack(List<Templated> found, Integration.Slack slack) {
        found.addAll(slack.texts().values());
        for (SlackField field : slack.fields()) {
            found.add(field.title());
            found.add(field.value());
        }
        for (SlackAction action : slack.actions()) {
            found.addAll(action.texts().values());
            found.addAll(action.confirm().values());
        }
    }

    private static void addAll(List<Templated> found, List<Map<String, Templated>> objects) {
        objects.forEach(each -> found.addAll(each.values()));
    }
}
