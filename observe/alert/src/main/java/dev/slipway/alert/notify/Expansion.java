package dev.slipway.alert.notify;

import dev.slipway.alert.config.Templated;
import java.util.Map;

/// Templates with the alerts of one message put in. Throws [NotifyException] that cannot be retried
/// if a template fails.
interface Expansion {
    String text(Templated template);

    /// With what the template puts in escaped for HTML.
    String html(Templated template);

    /// Empty if there is no such text.
    default String text(Map<String, Templated> texts, String name) {
        Templated template = texts.get(name);
        return template == null ? "" : text(template);
    }
}
