package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.config.Integration.Chat;
import dev.slipway.alert.config.Secret;
import dev.slipway.alert.config.Templated;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/// Sends messages to Discord, Microsoft Teams and Telegram. Thread-safe.
final class ChatNotifier implements Notifier {
    private static final int DISCORD_TITLE_MAX = 256;
    private static final int DISCORD_TEXT_MAX = 2048;
    private static final int TELEGRAM_TEXT_MAX = 4096;
    private static final int RED = 0x992d22;
    private static final int GREEN = 0x2ecc71;

    private final Chat config;
    private final Expander templates;
    private final JsonPoster poster;

    ChatNotifier(Chat config, Expander templates) {
        this.config = config;
        this.templates = templates;
        this.poster = new JsonPoster(config.http(), config.kind());
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        Expansion texts = templates.of(notification);
        boolean firing = notification.isFiring();
        ObjectNode message =
                switch (config.service()) {
                    case DISCORD -> discord(texts, firing);
                    case MSTEAMS -> messageCard(texts, firing);
                    case MSTEAMS_V2 -> adaptiveCard(texts, firing);
                    case TELEGRAM -> telegram(texts);
                };
        URI target =
                config.service() == Chat.Service.TELEGRAM
                        ? telegramTarget(texts)
                        : JsonPoster.uri(config.target());
        var _ = poster.post(target, message, Map.of(), notification.patience());
    }

    private String text(Expansion texts, String field) {
        return texts.text(config.texts(), field);
    }

    private ObjectNode discord(Expansion texts, boolean firing) {
        ObjectNode message = Json.object();
        message.put("content", text(texts, "content"));
        for (String each : new String[] {"username", "avatar_url"}) {
            if (!text(texts, each).isEmpty()) {
                message.put(each, text(texts, each));
            }
        }
        message.putArray("embeds")
                .addObject()
                .put("title", MessageTexts.cut(text(texts, "title"), DISCORD_TITLE_MAX))
                .put("description", MessageTexts.cut(text(texts, "message"), DISCORD_TEXT_MAX))
                .put("color", firing ? RED : GREEN);
        return message;
    }

    private ObjectNode messageCard(Expansion texts, boolean firing) {
        return Json.object()
                .put("@context", "http://schema.org/extensions")
                .put("@type", "MessageCard")
                .put("title", text(texts, "title"))
                .put("summary", text(texts, "summary"))
                .put("text", text(texts, "text"))
                .put("themeColor", "%06x".formatted(firing ? RED : GREEN));
    }

    private ObjectNode adaptiveCard(Expansion texts, boolean firing) {
        ObjectNode message = Json.object().put("type", "message");
        ObjectNode card =
                message.putArray("attachments")
                        .addObject()
                        .put("contentType", "application/vnd.microsoft.card.adaptive")
                        .putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        var body = card.putArray("body");
        body.addObject()
                .put("type", "TextBlock")
                .put("text", text(texts, "title"))
                .put("weight", "Bolder")
                .put("size", "Medium")
                .put("wrap", true)
                .put("style", "heading")
                .put("color", firing ? "attention" : "good");
        body.addObject()
                .put("type", "TextBlock")
                .put("text", text(texts, "text"))
                .put("wrap", true);
        card.putObject("msteams").put("width", "full");
        return message;
    }

    private ObjectNode telegram(Expansion texts) {
        Templated template = config.texts().getOrDefault("message", Templated.EMPTY);
        String mode = text(texts, "parse_mode");
        String message = mode.equals("HTML") ? texts.html(template) : texts.text(template);
        ObjectNode json = Json.object();
        String chat = text(texts, "chat_id").strip();
        if (chat.matches("-?[0-9]{1,18}")) {
            json.put("chat_id", Long.parseLong(chat));
        } else {
            json.put("chat_id", chat);
        }
        json.put("text", MessageTexts.cut(message, TELEGRAM_TEXT_MAX));
        json.put("disable_web_page_preview", true);
        json.put("disable_notification", text(texts, "disable_notifications").equals("true"));
        if (!mode.isEmpty()) {
            json.put("parse_mode", mode);
        }
        String thread = text(texts, "message_thread_id");
        if (thread.matches("[0-9]{1,18}")) {
            json.put("message_thread_id", Long.parseLong(thread));
        }
        return json;
    }

    private URI telegramTarget(Expansion texts) {
        try {
            String base = text(texts, "api_url");
            String token = config.target().read();
            return JsonPoster.uri(new Secret.Text(base + "/bot" + token + "/sendMessage"));
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
    }
}
