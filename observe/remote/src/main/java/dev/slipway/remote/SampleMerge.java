package dev.slipway.remote;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import java.util.TreeMap;

/// Brings samples from several places into one ascending column.
final class SampleMerge {
    private SampleMerge() {}

    static void copy(SampleColumns source, Selection selection, SampleColumns target) {
        for (int i = 0; i < source.size(); i++) {
            long timeMillis = source.timeMillis(i);
            if (timeMillis >= selection.startMillis() && timeMillis <= selection.endMillis()) {
                copy(source, i, target);
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
                copy(source, i, target);
            }
            return;
        }
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (int i = 0; i < source.size(); i++) {
            places.putIfAbsent(source.timeMillis(i), i);
        }
        places.values().forEach(place -> copy(source, place, target));
    }

    /// Adds both, each ascending; of two at one moment that of the first counts.
    static void add(SampleColumns first, SampleColumns second, SampleColumns target) {
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            if (j == second.size()) {
                copy(first, i++, target);
            } else if (i == first.size() || second.timeMillis(j) < first.timeMillis(i)) {
                copy(second, j++, target);
            } else {
                j += second.timeMillis(j) == first.timeMillis(i) ? 1 : 0;
                copy(first, i++, target);
            }
        }
    }

    private static void copy(SampleColumns source, int place, SampleColumns target) {
        FloatHistogram histogram = source.histogram(place);
        if (histogram == null) {
            target.add(source.timeMillis(place), source.value(place));
        } else {
            target.add(source.timeMillis(place), histogram);
        }
    }
}
