package dev.slipway.remote;

import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import java.util.TreeMap;

/// Brings samples as another store answers them into the order and the times that were asked for.
final class AnsweredSamples {
    private AnsweredSamples() {}

    static void addWithin(SampleColumns source, Selection selection, SampleColumns target) {
        for (int i = 0; i < source.size(); i++) {
            long timeMillis = source.timeMillis(i);
            if (timeMillis >= selection.startMillis() && timeMillis <= selection.endMillis()) {
                target.add(source, i);
            }
        }
    }

    /// Adds samples that may be in any order; of two at one moment the first one counts.
    static void addSorted(SampleColumns source, SampleColumns target) {
        boolean ascending = true;
        for (int i = 1; i < source.size(); i++) {
            ascending &= source.timeMillis(i) > source.timeMillis(i - 1);
        }
        if (ascending) {
            for (int i = 0; i < source.size(); i++) {
                target.add(source, i);
            }
            return;
        }
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (int i = 0; i < source.size(); i++) {
            places.putIfAbsent(source.timeMillis(i), i);
        }
        places.values().forEach(place -> target.add(source, place));
    }
}
