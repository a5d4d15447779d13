package dev.slipway.series;

import java.util.Arrays;

/// Finds out whether the counters of a native histogram began anew since the sample before.
final class HistogramReset {
    private HistogramReset() {}

    static boolean between(FloatHistogram before, FloatHistogram now) {
        if (now.count() < before.count() || now.hasCustomBuckets() != before.hasCustomBuckets()) {
            return true;
        }
        HistogramSum earlier = new HistogramSum(before);
        HistogramSum later = new HistogramSum(now);
        if (now.hasCustomBuckets()) {
            if (!Arrays.equals(now.customBounds(), before.customBounds())) {
                earlier.keepBounds(now.customBounds());
                later.keepBounds(before.customBounds());
            }
            return hasShrunk(earlier.positive(), later.positive());
        }
        // A counter never gains resolution, nor does its zero bucket get narrower.
        if (now.schema() > before.schema() || now.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        earlier.widenZeroBucket(now.zeroThreshold());
        if (earlier.zeroThreshold() != now.zeroThreshold()
                || now.zeroCount() < earlier.zeroCount()) {
            return true;
        }
        earlier.reduceTo(now.schema());
        return hasShrunk(earlier.positive(), later.positive())
                || hasShrunk(earlier.negative(), later.negative());
    }

    private static boolean hasShrunk(Buckets before, Buckets now) {
        for (int i = 0; i < before.size(); i++) {
            if (now.countOf(before.index(i)) < before.count(i)) {
                return true;
            }
        }
        return false;
    }
}
