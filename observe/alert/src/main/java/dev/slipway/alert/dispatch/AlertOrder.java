package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.series.Labels;
import java.util.Comparator;

/// The order of alerts in a message, which is Alertmanager's: by job, by instance, those with fewer
/// labels first, and then label by label, where one that is not there comes first. Stateless.
final class AlertOrder {
    static final Comparator<Alert> INSTANCE =
            Comparator.comparing((Alert each) -> each.labels().value("job"))
                    .thenComparing(each -> each.labels().value("instance"))
                    .thenComparing(Alert::labels, AlertOrder::compare);

    private AlertOrder() {}

    private static int compare(Labels left, Labels right) {
        if (left.size() != right.size()) {
            return Integer.compare(left.size(), right.size());
        }
        for (int i = 0; i < left.size(); i++) {
            int names = left.name(i).compareTo(right.name(i));
            if (names != 0) {
                // The smaller name is one that the other does not have.
                return -names;
            }
            int values = left.value(i).compareTo(right.value(i));
            if (values != 0) {
                return values;
            }
        }
        return 0;
    }
}
