package dev.slipway.proxy;

import java.util.Map;
import java.util.TreeMap;

/// Adds cells up for a reader.
final class CellSum {
    private final long[] figures = new long[Cell.LATENCY_SUM + 1];
    private final long[] latency = new long[LatencyHistogram.BUCKETS];
    private final Map<Integer, Long> responses = new TreeMap<>();

    void add(Cell cell) {
        for (int figure = 0; figure < figures.length; figure++) {
            figures[figure] += cell.value(figure);
        }
        for (int bucket = 0; bucket < latency.length; bucket++) {
            latency[bucket] += cell.latencyCount(bucket);
        }
        for (int status = 100; status < 600; status++) {
            long count = cell.statusCount(status);
            if (count > 0) {
                responses.merge(status, count, Long::sum);
            }
        }
    }

    Figures.Traffic traffic(Figures.Key key, Map<String, Long> failures) {
        return new Figures.Traffic(
                key,
                figures[Cell.REQUESTS],
                responses,
                new Figures.Trouble(
                        figures[Cell.CONNECT_FAILURES],
                        figures[Cell.LOST],
                        figures[Cell.RETRIES],
                        figures[Cell.TIMEOUTS],
                        figures[Cell.ABORTED],
                        figures[Cell.CUT_SHORT]),
                failures,
                new Figures.Bytes(figures[Cell.RECEIVED], figures[Cell.SENT]),
                new LatencyHistogram(latency, figures[Cell.LATENCY_SUM]));
    }
}
