package dev.slipway.alert.notify;

import dev.slipway.alert.Alert;
import dev.slipway.series.Labels;
import dev.slipway.template.TextMap;
import java.time.Instant;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What templates see: `.Status`, `.Alerts.Firing`, `.CommonLabels.severity`. Names and meanings
/// are Alertmanager's. Immutable.
record MessageData(
        String receiver,
        String status,
        AlertList alerts,
        TextMap groupLabels,
        TextMap commonLabels,
        TextMap commonAnnotations,
        String externalUrl) {
    private static final Instant NO_TIME = Instant.parse(AlertJson.NO_TIME);

    /// One alert.
    record AlertData(
            String status,
            TextMap labels,
            TextMap annotations,
            Instant startsAt,
            Instant endsAt,
            String generatorUrl,
            String fingerprint) {}

    /// A label or an annotation.
    record Pair(String name, String value) {}

    /// Alerts, of which those that fire and those that are over can be taken.
    static final class AlertList extends AbstractList<AlertData> {
        private final List<AlertData> alerts;

        AlertList(List<AlertData> alerts) {
            this.alerts = List.copyOf(alerts);
        }

        AlertList withStatus(String status) {
            return new AlertList(
                    alerts.stream().filter(each -> each.status().equals(status)).toList());
        }

        @Override
        public AlertData get(int index) {
            return alerts.get(index);
        }

        @Override
        public int size() {
            return alerts.size();
        }
    }

    /// Pairs, of which the names and the values can be taken.
    static final class PairList extends AbstractList<Pair> {
        private final List<Pair> pairs;

        PairList(List<Pair> pairs) {
            this.pairs = List.copyOf(pairs);
        }

        /// In the order of names, `alertname` first.
        static PairList of(TextMap map) {
            return new PairList(
                    map.entrySet().stream()
                            .map(each -> new Pair(each.getKey(), each.getValue()))
                            .sorted(
                                    java.util.Comparator.comparing(
                                                    (Pair each) -> !each.name().equals("alertname"))
                                            .thenComparing(Pair::name))
                            .toList());
        }

        List<String> names() {
            return pairs.stream().map(Pair::name).toList();
        }

        List<String> values() {
            return pairs.stream().map(Pair::value).toList();
        }

        @Override
        public Pair get(int index) {
            return pairs.get(index);
        }

        @Override
        public int size() {
            return pairs.size();
        }
    }

    /// `shown` is applied to every text that comes from outside.
    static MessageData of(
            Notification notification, String externalUrl, UnaryOperator<String> shown) {
        List<Alert> alerts = notification.alerts();
        return new MessageData(
                shown.apply(notification.receiver()),
                notification.isFiring() ? "firing" : "resolved",
                new AlertList(
                        alerts.stream().map(each -> alert(each, notification, shown)).toList()),
                map(notification.groupLabels(), shown),
                map(CommonLabels.labels(alerts), shown),
                map(CommonLabels.annotations(alerts), shown),
                shown.apply(externalUrl));
    }

    private static AlertData alert(
            Alert alert, Notification notification, UnaryOperator<String> shown) {
        boolean resolved = alert.isResolvedAt(notification.time());
        return new AlertData(
                resolved ? "resolved" : "firing",
                map(alert.labels(), shown),
                map(alert.annotations(), shown),
                alert.startsAt(),
                resolved ? alert.endsAt() : NO_TIME,
                shown.apply(alert.generatorUrl()),
                alert.fingerprint().toString());
    }

    private static TextMap map(Labels labels, UnaryOperator<String> shown) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            map.put(shown.apply(labels.name(i)), shown.apply(labels.value(i)));
        }
        return TextMap.of(map);
    }
}
