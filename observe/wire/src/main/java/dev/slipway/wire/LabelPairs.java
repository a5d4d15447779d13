package dev.slipway.wire;

import dev.slipway.series.Labels;
import dev.slipway.series.Utf8Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Collects the labels of one series after another, in the order they come, which is mostly the
/// right one already. Not thread-safe.
final class LabelPairs {
    private final int labelsMax;
    private final int labelBytesMax;
    private final List<String> valueless = new ArrayList<>();
    private String[] pairs = new String[32];
    private int length;

    /// For formats that check the length of a text when they first meet it.
    LabelPairs(int labelsMax) {
        this(labelsMax, Integer.MAX_VALUE);
    }

    LabelPairs(int labelsMax, int labelBytesMax) {
        this.labelsMax = labelsMax;
        this.labelBytesMax = labelBytesMax;
    }

    void clear() {
        length = 0;
        valueless.clear();
    }

    /// A label without a value is none.
    void add(String name, String value) {
        int longest = Math.max(name.length(), value.length());
        if (longest > labelBytesMax) {
            throw WireException.tooLarge("bytes of a label", longest, labelBytesMax);
        }
        if (value.isEmpty()) {
            if (valueless.size() < labelsMax) {
                valueless.add(name);
            }
            return;
        }
        if (length == 2 * labelsMax) {
            throw WireException.tooLarge("labels of a series", labelsMax + 1L, labelsMax);
        }
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * length);
        }
        pairs[length++] = name;
        pairs[length++] = value;
    }

    /// The names that were given without a value since they were cleared.
    List<String> valueless() {
        return List.copyOf(valueless);
    }

    /// The labels, sorted. A name that stands twice is refused.
    Labels build() {
        for (int i = 2; i < length; i += 2) {
            sink(i);
        }
        return Labels.ofSorted(Arrays.copyOf(pairs, length));
    }

    /// Brings the pair at this place to where it belongs among those before it.
    private void sink(int place) {
        String name = pairs[place];
        String value = pairs[place + 1];
        int at = place;
        while (at > 0) {
            int order = Utf8Order.compare(pairs[at - 2], name);
            if (order == 0) {
                throw WireException.malformed(
                        "Label " + name + ": given twice (expected: once in a series)");
            }
            if (order < 0) {
                break;
            }
            pairs[at] = pairs[at - 2];
            pairs[at + 1] = pairs[at - 1];
            at -= 2;
        }
        pairs[at] = name;
        pairs[at + 1] = value;
    }
}
