package dev.slipway.alert.notify;

import dev.slipway.alert.config.Integration;

/// Sends Alertmanager's own message. Thread-safe.
final class WebhookNotifier implements Notifier {
    private final Integration.Webhook config;
    private final String externalUrl;
    private final JsonPoster poster;

    WebhookNotifier(Integration.Webhook config, String externalUrl) {
        this.config = config;
        this.externalUrl = externalUrl;
        this.poster = new JsonPoster(config.http(), "the web hook");
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        var _ =
                poster.post(
                        config.url(),
                        AlertJson.message(notification, externalUrl, config.alertsMax()),
                        notification.patience());
    }
}
