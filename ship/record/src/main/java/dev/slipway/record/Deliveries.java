package dev.slipway.record;

import dev.slipway.model.Json;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import dev.slipway.record.Subscriptions.Subscription;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Notes in a status what has to be sent to whom. The key of a delivery is drawn from the moment
/// and the recipient, so that nobody is owed the same message twice. Pure.
final class Deliveries {
    static final int DELIVERIES_MAX = 100;

    private static final System.Logger LOGGER = System.getLogger(Deliveries.class.getName());

    private Deliveries() {}

    /// The status with what is due because of `moments`, the last of which have the numbers up to
    /// `status.moments`.
    static ReleaseRecordStatus noted(
            ReleaseRecordStatus status,
            List<Moment> moments,
            Collection<Subscription> subscriptions,
            Instant now) {
        Map<String, Delivery> all = new LinkedHashMap<>(status.deliveries());
        int number = (status.moments() == null ? 0 : status.moments()) - moments.size();
        for (Moment moment : moments) {
            number++;
            for (Subscription wish : subscriptions) {
                if (wish.trigger().equals(moment.trigger().text())) {
                    all.putIfAbsent(key(number, wish), delivery(number, moment, wish, now));
                }
            }
        }
        return with(status, bounded(all));
    }

    private static Delivery delivery(int number, Moment moment, Subscription wish, Instant now) {
        return new Delivery(
                number,
                wish.trigger(),
                moment.sentence(),
                wish.service(),
                wish.recipient(),
                now,
                Delivery.DUE,
                null,
                null,
                null);
    }

    private static String key(int number, Subscription wish) {
        var destination = Json.object().put(wish.service(), wish.recipient());
        return number + "-" + wish.trigger() + "-" + TemplateHash.of(destination, 0);
    }

    /// Old ones that are over make room first; then what is newest is not sent.
    private static Map<String, Delivery> bounded(Map<String, Delivery> all) {
        Map<String, Delivery> kept = new LinkedHashMap<>();
        int tooMany = all.size() - DELIVERIES_MAX;
        for (var entry : all.entrySet()) {
            if (tooMany > 0 && !entry.getValue().isDue()) {
                tooMany--;
            } else if (kept.size() < DELIVERIES_MAX) {
                kept.put(entry.getKey(), entry.getValue());
            } else {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "A message is not sent, too many are due trigger="
                                + entry.getValue().trigger());
            }
        }
        return kept;
    }

    private static ReleaseRecordStatus with(
            ReleaseRecordStatus status, Map<String, Delivery> deliveries) {
        return new ReleaseRecordStatus(
                status.outcome(),
                status.reason(),
                status.finished(),
                status.takenBack(),
                status.durationSeconds(),
                status.leadTimeSeconds(),
                status.retries(),
                status.step(),
                status.stepCount(),
                status.weight(),
                status.guard(),
                status.steps(),
                status.pauses(),
                status.analyses(),
                status.steering(),
                status.sizes(),
                status.moments(),
                deliveries);
    }
}
