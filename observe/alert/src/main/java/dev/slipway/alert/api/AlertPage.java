package dev.slipway.alert.api;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Matchers;
import dev.slipway.alert.Silence;
import dev.slipway.alert.dispatch.AlertDispatcher;
import dev.slipway.alert.dispatch.AlertStatus;
import dev.slipway.alert.dispatch.GroupStatus;
import dev.slipway.alert.notify.Html;
import dev.slipway.series.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a browser shows: the alerts of each receiver and the silences, to look at. Messages link to
/// `#/alerts?receiver=…`, which is the name of a receiver's section. Thread-safe.
final class AlertPage {
    private static final int ALERTS_MAX = 1_000;
    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Alerts</title>
            <meta name="viewport" content="width=device-width">
            <style>
            :root { color-scheme: light dark }
            body { font-family: system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
            table { border-collapse: collapse; width: 100% }
            td, th { text-align: left; vertical-align: top; padding: .3em 1em .3em 0; border-top: 1px solid #8884 }
            code { overflow-wrap: anywhere }
            :target > h2 { text-decoration: underline }
            </style></head><body>
            """;

    private final AlertDispatcher dispatcher;
    private final InstantSource clock;

    AlertPage(AlertDispatcher dispatcher, InstantSource clock) {
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    String html() {
        StringBuilder out = new StringBuilder(HEAD).append("<h1>Alerts</h1>\n");
        Map<String, List<GroupStatus>> byReceiver = new LinkedHashMap<>();
        for (GroupStatus each : dispatcher.groups()) {
            byReceiver.computeIfAbsent(each.receiver(), _ -> new ArrayList<>()).add(each);
        }
        if (byReceiver.isEmpty()) {
            out.append("<p>Nothing is wrong.</p>\n");
        }
        int[] left = {ALERTS_MAX};
        byReceiver.forEach((receiver, groups) -> addReceiver(out, receiver, groups, left));
        if (left[0] < 0) {
            out.append("<p>").append(-left[0]).append(" more are not shown.</p>\n");
        }
        addSilences(out, clock.instant());
        return out.append("</body></html>\n").toString();
    }

    private static void addReceiver(
            StringBuilder out, String receiver, List<GroupStatus> groups, int[] left) {
        String encoded = URLEncoder.encode(receiver, StandardCharsets.UTF_8);
        out.append(
                "<section id=\"/alerts?receiver=%s\"><h2>%s</h2>\n"
                        .formatted(Html.escape(encoded), Html.escape(receiver)));
        out.append("<table><tr><th>Alert<th>Since<th>State<th>What it says\n");
        for (GroupStatus group : groups) {
            for (AlertStatus each : group.alerts()) {
                if (left[0]-- > 0) {
                    addAlert(out, each);
                }
            }
        }
        out.append("</table></section>\n");
    }

    private static void addAlert(StringBuilder out, AlertStatus status) {
        Alert alert = status.alert();
        String source = Html.escape(alert.generatorUrl());
        String name = Html.escape(alert.name().isEmpty() ? "alert" : alert.name());
        out.append("<tr><td>")
                .append(source.isEmpty() ? name : "<a href=\"" + source + "\">" + name + "</a>")
                .append("<br><code>")
                .append(Html.escape(Matchers.text(alert.labels())))
                .append("</code><td>")
                .append(time(alert.startsAt()))
                .append("<td>")
                .append(state(status))
                .append("<td>");
        Labels annotations = alert.annotations();
        for (int i = 0; i < annotations.size(); i++) {
            out.append(Html.escape(annotations.name(i)))
                    .append(": ")
                    .append(Html.escape(annotations.value(i)))
                    .append("<br>");
        }
        out.append('\n');
    }

    private static String state(AlertStatus status) {
        if (!status.silencedBy().isEmpty()) {
            return "silenced";
        }
        if (!status.inhibitedBy().isEmpty()) {
            return "inhibited";
        }
        return status.mutedBy().isEmpty() ? "firing" : "muted";
    }

    private void addSilences(StringBuilder out, Instant now) {
        List<Silence> silences =
                dispatcher.silences().all().stream()
                        .filter(each -> each.stateAt(now) != Silence.State.EXPIRED)
                        .toList();
        if (silences.isEmpty()) {
            return;
        }
        out.append(
                "<h2>Silences</h2>\n<table><tr><th>Which alerts<th>From<th>Until<th>Why<th>Who\n");
        for (Silence each : silences) {
            out.append(
                    "<tr><td><code>%s</code><td>%s<td>%s<td>%s<td>%s\n"
                            .formatted(
                                    Html.escape(Matchers.text(each.matchers())),
                                    time(each.startsAt()),
                                    time(each.endsAt()),
                                    Html.escape(each.comment()),
                                    Html.escape(each.createdBy())));
        }
        out.append("</table>\n");
    }

    private static String time(Instant instant) {
        return instant.toString().replaceFirst("\\.[0-9]+", "").replace('T', ' ');
    }
}
