package dev.slipway.tsdb.block;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import java.util.List;

/// Puts samples of one series from several places into one order. Of samples at the same time the
/// one from the first place counts.
public final class SampleMerge {
    private SampleMerge() {}

    public static void merge(List<SampleColumns> sources, SampleColumns target) {
        int[] next = new int[sources.size()];
        while (true) {
            int earliest = -1;
            long time = 0;
            for (int i = 0; i < next.length; i++) {
                SampleColumns source = sources.get(i);
                if (next[i] < source.size()
                        && (earliest < 0 || source.timeMillis(next[i]) < time)) {
                    earliest = i;
                    time = source.timeMillis(next[i]);
                }
            }
            if (earliest < 0) {
                return;
            }
            add(sources.get(earliest), next[earliest], target);
            for (int i = 0; i < next.length; i++) {
                SampleColumns source = sources.get(i);
                while (next[i] < source.size() && source.timeMillis(next[i]) == time) {
                    next[i]++;
                }
            }
        }
    }

    /// Adds the samples that do not lie in one of the ranges.
    public static void addOutside(long[] ranges, SampleColumns source, SampleColumns target) {
        for (int i = 0; i < source.size(); i++) {
            if (!TimeRanges.covers(ranges, source.timeMillis(i))) {
                add(source, i, target);
            }
        }
    }

    private static void add(SampleColumns source, int index, SampleColumns target) {
        FloatHistogram histogram = source.histogram(index);
        if (histogram == null) {
            target.add(source.timeMillis(index), source.value(index));
        } else {
            target.add(source.timeMillis(index), histogram);
        }
    }
}
