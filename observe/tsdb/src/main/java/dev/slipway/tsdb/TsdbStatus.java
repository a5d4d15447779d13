package dev.slipway.tsdb;

import java.util.List;

/// What a database holds at a moment, as Prometheus' `/api/v1/status/tsdb` shows it, and what it
/// takes on the disk. Immutable.
///
/// @param seriesByMetric metrics with the most series
/// @param valuesByLabel labels with the most values
/// @param bytesByLabel labels whose values take the most room: length of a value times its series
/// @param seriesByPair pairs of label and value with the most series, as `name=value`
public record TsdbStatus(
        HeadFigures head,
        DiskFigures disk,
        List<Entry> seriesByMetric,
        List<Entry> valuesByLabel,
        List<Entry> bytesByLabel,
        List<Entry> seriesByPair) {
    /// @param minMillis of samples in order; greater than `maxMillis` if there are none
    /// @param lateSamples that came out of order and are not yet in a block
    /// @param offHeapBytes for records of series and open chunks
    public record HeadFigures(
            long series,
            long labelPairs,
            long chunks,
            long minMillis,
            long maxMillis,
            long lateSamples,
            long exemplars,
            long metrics,
            long offHeapBytes) {}

    /// @param headBytes of files with full chunks of the head
    public record DiskFigures(int blocks, long blockBytes, long logBytes, long headBytes) {}

    /// A name and how much there is of it.
    public record Entry(String name, long value) {}

    public TsdbStatus {
        seriesByMetric = List.copyOf(seriesByMetric);
        valuesByLabel = List.copyOf(valuesByLabel);
        bytesByLabel = List.copyOf(bytesByLabel);
        seriesByPair = List.copyOf(seriesByPair);
    }
}
