package dev.slipway.alert.notify;

import dev.slipway.alert.config.Integration;
import java.time.Duration;

/// Sends Alertmanager's own message. Thread-safe.
final class WebhookNotifier implements Notifier {
    private final String name;
    private final Integration.Webhook config;
    private final String externalUrl;
    private final JsonPoster poster;

    WebhookNotifier(String name, Integration.Webhook config, String externalUrl) {
        this.name = name;
        this.config = config;
        this.externalUrl = externalUrl;
        this.poster = new JsonPoster(config.http(), "the web hook");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean sendsResolved() {
        return config.sendResolved();
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        Duration timeout = notification.patience();
        if (config.timeout().isPositive() && config.timeout().compareTo(timeout) < 0) {
            timeout = config.timeout();
        }
        var _ =
                poster.post(
                        config.url(),
                        AlertJson.message(notification, externalUrl, config.alertsMax()),
                        timeout);
    }
}
