package dev.slipway.tsdb;

import dev.slipway.series.Labels;
import dev.slipway.tsdb.TsdbStatus.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Counts what of the head's labels there is most of. Reads with the database's lock held.
final class Cardinalities {
    private static final Comparator<Entry> LEAST_FIRST =
            Comparator.comparingLong(Entry::value)
                    .thenComparing(Entry::name, Comparator.reverseOrder());

    private final Top metrics;
    private final Top labels;
    private final Top bytes;
    private final Top seriesOfPairs;
    private long pairCount;

    /// The greatest few of many.
    private static final class Top {
        private final int limit;
        private final PriorityQueue<Entry> queue = new PriorityQueue<>(LEAST_FIRST);

        Top(int limit) {
            this.limit = limit;
        }

        boolean takes(long value) {
            Entry least = queue.peek();
            return limit > 0 && (queue.size() < limit || least == null || value >= least.value());
        }

        void add(String name, long value) {
            queue.add(new Entry(name, value));
            if (queue.size() > limit) {
                queue.remove();
            }
        }

        List<Entry> greatestFirst() {
            List<Entry> sorted = new ArrayList<>(queue);
            sorted.sort(LEAST_FIRST.reversed());
            return sorted;
        }
    }

    Cardinalities(LabelPairs pairs, int limit) {
        metrics = new Top(limit);
        labels = new Top(limit);
        bytes = new Top(limit);
        seriesOfPairs = new Top(limit);
        pairs.names().forEach(name -> count(pairs, name));
    }

    long pairCount() {
        return pairCount;
    }

    TsdbStatus status(TsdbStatus.HeadFigures head, TsdbStatus.DiskFigures disk) {
        return new TsdbStatus(
                head,
                disk,
                metrics.greatestFirst(),
                labels.greatestFirst(),
                bytes.greatestFirst(),
                seriesOfPairs.greatestFirst());
    }

    private void count(LabelPairs pairs, String name) {
        boolean ofMetrics = name.equals(Labels.METRIC_NAME);
        long[] valuesAndBytes = new long[2];
        pairs.forEachPair(
                name,
                pair -> {
                    long series = pairs.seriesCount(pair);
                    if (series == 0) {
                        return;
                    }
                    String value = pairs.value(pair);
                    valuesAndBytes[0]++;
                    valuesAndBytes[1] += series * value.length();
                    if (ofMetrics && metrics.takes(series)) {
                        metrics.add(value, series);
                    }
                    if (seriesOfPairs.takes(series)) {
                        seriesOfPairs.add(name + "=" + value, series);
                    }
                });
        if (valuesAndBytes[0] > 0) {
            pairCount += valuesAndBytes[0];
            labels.add(name, valuesAndBytes[0]);
            bytes.add(name, valuesAndBytes[1]);
        }
    }
}
