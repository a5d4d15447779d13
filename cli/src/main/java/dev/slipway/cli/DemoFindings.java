package dev.slipway.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the demo measured, in the order in which it did; and whose failures were to be expected.
final class DemoFindings {
    /// The versions that are bad on purpose.
    private static final Set<String> BAD = Set.of("inventory 2", "storefront 3", "storefront 5");

    private final DemoLoad load;
    private final Map<String, String> measured = new LinkedHashMap<>();
    private long cutOff;

    DemoFindings(DemoLoad load) {
        this.load = load;
    }

    void add(String what, String value) {
        measured.put(what, value);
    }

    void add(String what, Duration duration) {
        add(what, DemoNarration.seconds(duration));
    }

    /// Failures that none of the bad versions had a part in, but for those of a pod that was
    /// killed.
    long failedOutside() {
        return load.failed()
                - BAD.stream().mapToLong(version -> load.answersOf(version).failed()).sum()
                - cutOff;
    }

    /// What failed until now and is not accounted for was cut off by a killed process.
    long cutOff() {
        cutOff += failedOutside();
        return cutOff;
    }

    /// No request may have failed that was none of a bad version's.
    void requireNoneFailedOutside(String when) {
        DemoCluster.require(
                failedOutside() == 0,
                failedOutside()
                        + " requests failed "
                        + when
                        + " that no bad version answered: "
                        + load.failures());
    }

    Table table() {
        Table table = new Table(List.of("what", "measured"));
        table.add(List.of("requests sent", Long.toString(load.sent())));
        table.add(List.of("failed", Long.toString(load.failed())));
        table.add(List.of("failed outside bad versions", Long.toString(failedOutside())));
        measured.forEach((what, value) -> table.add(List.of(what, value)));
        return table;
    }
}
