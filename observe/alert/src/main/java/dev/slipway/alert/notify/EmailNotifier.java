package dev.slipway.alert.notify;

import dev.slipway.alert.config.Integration;
import dev.slipway.alert.config.Templated;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Sends letters. Thread-safe.
final class EmailNotifier implements Notifier {
    private static final Set<String> ADDRESS_HEADERS =
            Set.of("From", "To", "Cc", "Bcc", "Reply-To", "Sender");

    private final Integration.Email config;
    private final Expander templates;
    private final SmtpClient client;
    private final Supplier<String> ids;

    EmailNotifier(Integration.Email config, Expander templates, Supplier<String> ids) {
        this.config = config;
        this.templates = templates;
        this.client = new SmtpClient(config.server());
        this.ids = ids;
    }

    @Override
    public void send(Notification notification) {
        client.send(letter(notification), notification.patience());
    }

    private Letter letter(Notification notification) {
        Expansion texts = templates.of(notification);
        Map<String, String> headers = new HashMap<>();
        config.headers()
                .forEach((header, template) -> {
                    if (isHeaderName(header)) {
                        headers.put(header, header(header, texts.text(template)));
                    }
                });
        addThread(headers, notification);
        return new Letter(
                addresses("from", texts.text(config.from())).getFirst(),
                addresses("to", texts.text(config.to())),
                headers,
                expanded(texts, config.text(), false),
                expanded(texts, config.html(), true),
                notification.time(),
                ids.get());
    }

    /// Letters that answer the same one, which was never sent, are shown together.
    private void addThread(Map<String, String> headers, Notification notification) {
        String day =
                switch (config.threading()) {
                    case NONE -> null;
                    case GROUP -> "";
                    case GROUP_AND_DAY ->
                            LocalDate.ofInstant(notification.time(), ZoneOffset.UTC).toString();
                };
        if (day != null) {
            String root =
                    "<%s-%s@slipway>".formatted(MessageTexts.keyHash(notification.groupKey()), day);
            headers.put("References", root);
            headers.put("In-Reply-To", root);
        }
    }

    private static String expanded(Expansion texts, Templated template, boolean html) {
        if (template.isEmpty()) {
            return "";
        }
        return html ? texts.html(template) : texts.text(template);
    }

    private static String header(String name, String value) {
        if (!ADDRESS_HEADERS.contains(name) || value.isBlank()) {
            return MailText.header(value);
        }
        return String.join(
                ",\r\n ", addresses(name, value).stream().map(MailAddress::toString).toList());
    }

    private static List<MailAddress> addresses(String field, String text) {
        try {
            return MailAddress.parseAll(text);
        } catch (IllegalArgumentException e) {
            throw NotifyException.lasting("`%s`: %s".formatted(field, e.getMessage()), e);
        }
    }

    private static boolean isHeaderName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }
}
