package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Matchers;
import dev.slipway.alert.config.InhibitRule;
import dev.slipway.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which alerts keep which others from being notified. Sources are found by the values of the
/// labels that must be equal, so that a look-up does not visit every alert. Owned by the dispatcher
/// and guarded by its lock.
final class Inhibitor {
    /// The alerts that match the source side of one rule.
    private static final class Sources {
        private final InhibitRule rule;
        private final Map<List<String>, TreeMap<Fingerprint, Alert>> byValues = new HashMap<>();

        Sources(InhibitRule rule) {
            this.rule = rule;
        }

        private List<String> values(Labels labels) {
            return rule.equal().stream().map(labels::value).toList();
        }

        void put(Alert alert) {
            if (Matchers.allMatch(rule.source(), alert.labels())) {
                byValues.computeIfAbsent(values(alert.labels()), _ -> new TreeMap<>())
                        .put(alert.fingerprint(), alert);
            }
        }

        void remove(Alert alert) {
            List<String> values = values(alert.labels());
            TreeMap<Fingerprint, Alert> found = byValues.get(values);
            if (found != null) {
                found.remove(alert.fingerprint());
                if (found.isEmpty()) {
                    byValues.remove(values);
                }
            }
        }

        /// An alert that matches both sides of a rule is not inhibited by another such.
        void addTo(List<Fingerprint> inhibitors, Labels target, Instant now) {
            TreeMap<Fingerprint, Alert> found = byValues.get(values(target));
            if (found == null || !Matchers.allMatch(rule.target(), target)) {
                return;
            }
            boolean isSourceToo = Matchers.allMatch(rule.source(), target);
            for (Map.Entry<Fingerprint, Alert> source : found.entrySet()) {
                boolean excluded =
                        isSourceToo && Matchers.allMatch(rule.target(), source.getValue().labels());
                if (!excluded && !source.getValue().isResolvedAt(now)) {
                    inhibitors.add(source.getKey());
                    return;
                }
            }
        }
    }

    private final List<Sources> rules = new ArrayList<>();

    Inhibitor(List<InhibitRule> rules) {
        rules.forEach(rule -> this.rules.add(new Sources(rule)));
    }

    void put(Alert alert) {
        rules.forEach(rule -> rule.put(alert));
    }

    void remove(Alert alert) {
        rules.forEach(rule -> rule.remove(alert));
    }

    /// One inhibiting alert for each rule that applies.
    List<Fingerprint> inhibitors(Labels target, Instant now) {
        List<Fingerprint> found = new ArrayList<>();
        rules.forEach(rule -> rule.addTo(found, target, now));
        return found.stream().distinct().toList();
    }
}
