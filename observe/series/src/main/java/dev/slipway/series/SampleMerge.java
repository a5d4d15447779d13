package dev.slipway.series;

import java.util.List;

/// Puts samples of one series from several places into one order. Of samples at the same time the
/// one from the first place counts.
public final class SampleMerge {
    private SampleMerge() {}

    /// Adds what the sources have, each ascending, to the target.
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
            long limit = limit(sources, next, earliest);
            next[earliest] = addUntil(limit, sources.get(earliest), next[earliest], target);
            for (int i = 0; i < next.length; i++) {
                SampleColumns source = sources.get(i);
                while (next[i] < source.size() && source.timeMillis(next[i]) == time) {
                    next[i]++;
                }
            }
        }
    }

    /// When another source than this one goes on.
    private static long limit(List<SampleColumns> sources, int[] next, int except) {
        long limit = Long.MAX_VALUE;
        for (int i = 0; i < next.length; i++) {
            SampleColumns source = sources.get(i);
            if (i != except && next[i] < source.size()) {
                limit = Math.min(limit, source.timeMillis(next[i]));
            }
        }
        return limit;
    }

    /// Adds the next sample of a source and all after it that are before the limit: places that lie
    /// apart in time are not compared sample by sample. Answers the next place.
    private static int addUntil(long limit, SampleColumns source, int from, SampleColumns target) {
        target.add(source, from);
        int place = from + 1;
        while (place < source.size() && source.timeMillis(place) < limit) {
            target.add(source, place);
            place++;
        }
        return place;
    }
}
