package dev.slipway.series;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// The identity of a series: names with values, sorted by name as bytes of UTF-8; a label without a
/// value is no label. Immutable.
public final class Labels implements Comparable<Labels> {
    /// The label that holds the name of the metric.
    public static final String METRIC_NAME = "__name__";

    public static final Labels EMPTY = new Labels(new String[0]);

    /// Names and values in turns.
    private final String[] pairs;

    /// Computed when first asked for; a race computes it twice and gets the same.
    private int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /// Names and values in turns, in any order of names; of a name given twice the last counts.
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "namesAndValues: " + namesAndValues.length + " (expected: an even number)");
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Labels of(Map<String, String> values) {
        Builder builder = new Builder();
        values.forEach(builder::set);
        return builder.build();
    }

    /// Takes over the array, which must be sorted, without empty values and never changed again:
    /// for readers of formats that guarantee it.
    public static Labels ofSorted(String[] pairs) {
        return pairs.length == 0 ? EMPTY : new Labels(pairs);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        for (int i = 0; i < size(); i++) {
            builder.set(name(i), value(i));
        }
        return builder;
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public String name(int index) {
        return pairs[2 * index];
    }

    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /// The value of this label; empty if there is none.
    public String value(String name) {
        int index = indexOf(name);
        return index < 0 ? "" : value(index);
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    public String metricName() {
        return value(METRIC_NAME);
    }

    public Labels withoutMetricName() {
        return has(METRIC_NAME) ? toBuilder().set(METRIC_NAME, "").build() : this;
    }

    /// Only the labels with these names.
    public Labels keeping(Collection<String> names) {
        return filtered(names, true);
    }

    /// All but the labels with these names.
    public Labels without(Collection<String> names) {
        return filtered(names, false);
    }

    public Labels with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < shared; i++) {
            int order = Utf8Order.compare(pairs[i], other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return pairs.length - other.pairs.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels
                && hashCode() == labels.hashCode()
                && Arrays.equals(pairs, labels.pairs);
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = Arrays.hashCode(pairs);
            hash = known;
        }
        return known;
    }

    /// As a selector is written: `name{a="b"}`; names that are no identifiers are quoted.
    @Override
    public String toString() {
        return SelectorText.of(this);
    }

    private Labels filtered(Collection<String> names, boolean keep) {
        String[] kept = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keep) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        return length == pairs.length ? this : ofSorted(Arrays.copyOf(kept, length));
    }

    private int indexOf(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    /// Collects labels. Not thread-safe.
    public static final class Builder {
        private final TreeMap<String, String> values = new TreeMap<>(Utf8Order.COMPARATOR);

        private Builder() {}

        /// An empty value removes the label.
        public Builder set(String name, String value) {
            requireNonNull(name, "name");
            if (value.isEmpty()) {
                values.remove(name);
            } else {
                values.put(name, value);
            }
            return this;
        }

        public String value(String name) {
            return values.getOrDefault(name, "");
        }

        public Labels build() {
            String[] pairs = new String[2 * values.size()];
            int length = 0;
            for (Map.Entry<String, String> each : values.entrySet()) {
                pairs[length++] = each.getKey();
                pairs[length++] = each.getValue();
            }
            return ofSorted(pairs);
        }
    }
}
