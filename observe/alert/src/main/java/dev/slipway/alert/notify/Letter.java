package dev.slipway.alert.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is sent by mail: headers, and the same in plain text and in HTML. Immutable.
record Letter(
        MailAddress from,
        List<MailAddress> to,
        Map<String, String> headers,
        String text,
        String html,
        Instant time,
        String id) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    Letter {
        requireNonNull(from, "from");
        to = List.copyOf(to);
        headers = Map.copyOf(headers);
        requireNonNull(text, "text");
        requireNonNull(html, "html");
        requireNonNull(time, "time");
        requireNonNull(id, "id");
    }

    /// As it travels: lines end with CR LF, and are not yet stuffed with dots.
    String document() {
        Map<String, String> lines = new TreeMap<>(headers);
        lines.putIfAbsent("Message-Id", "<" + id + "@" + host() + ">");
        lines.putIfAbsent("Date", DATE.format(time));
        lines.put("Mime-Version", "1.0");
        String boundary = "slipway-" + id;
        lines.put("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
        StringBuilder document = new StringBuilder();
        lines.forEach(
                (name, value) -> document.append(name).append(": ").append(value).append("\r\n"));
        document.append("\r\n");
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("text/plain", text);
        parts.put("text/html", html);
        parts.forEach((type, body) -> {
            if (!body.isEmpty()) {
                appendPart(document, boundary, type, body);
            }
        });
        return document.append("--").append(boundary).append("--\r\n").toString();
    }

    private String host() {
        return from.address().substring(from.address().lastIndexOf('@') + 1);
    }

    private static void appendPart(
            StringBuilder document, String boundary, String type, String body) {
        document.append("--")
                .append(boundary)
                .append("\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: ")
                .append(type)
                .append("; charset=UTF-8\r\n\r\n")
                .append(MailText.quotedPrintable(body))
                .append("\r\n");
    }
}
