package dev.slipway.alert.notify;

import dev.slipway.alert.Alert;
import dev.slipway.series.Labels;
import java.util.List;
import java.util.function.Function;

/// What all alerts of a message have in common. Stateless.
final class CommonLabels {
    private CommonLabels() {}

    static Labels labels(List<Alert> alerts) {
        return common(alerts, Alert::labels);
    }

    static Labels annotations(List<Alert> alerts) {
        return common(alerts, Alert::annotations);
    }

    private static Labels common(List<Alert> alerts, Function<Alert, Labels> part) {
        if (alerts.isEmpty()) {
            return Labels.EMPTY;
        }
        Labels first = part.apply(alerts.getFirst());
        Labels.Builder common = first.toBuilder();
        for (int i = 0; i < first.size(); i++) {
            String name = first.name(i);
            String value = first.value(i);
            if (!alerts.stream().allMatch(each -> part.apply(each).value(name).equals(value))) {
                common.set(name, "");
            }
        }
        return common.build();
    }
}
