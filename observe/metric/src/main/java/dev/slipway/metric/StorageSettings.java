package dev.slipway.metric;

import dev.slipway.scrape.config.StorageConfig;
import dev.slipway.tsdb.TsdbConfig;

/// How a `prometheus.yml` changes the storage. Read at the start only: an open storage keeps its
/// settings.
final class StorageSettings {
    private StorageSettings() {}

    /// What the file does not say stays as it is.
    static TsdbConfig applied(StorageConfig file, TsdbConfig base) {
        TsdbConfig.Windows windows = base.windows();
        TsdbConfig.Limits limits = base.limits();
        TsdbConfig.Disk disk = base.disk();
        long late = file.outOfOrderWindow().toMillis();
        long retention = file.retentionTime().toMillis();
        return base.with(
                        new TsdbConfig.Windows(
                                windows.blockRangeMillis(),
                                windows.futureMillis(),
                                late > 0 ? late : windows.outOfOrderMillis()))
                .with(
                        new TsdbConfig.Limits(
                                limits.series(),
                                limits.labels(),
                                limits.nameChars(),
                                limits.valueChars(),
                                Math.clamp(file.exemplarsMax(), 0, Integer.MAX_VALUE),
                                limits.metrics()))
                .with(
                        new TsdbConfig.Disk(
                                retention > 0 ? retention : disk.retentionMillis(),
                                file.retentionBytes() > 0
                                        ? file.retentionBytes()
                                        : disk.sizeBytesMax(),
                                disk.segmentBytes()));
    }
}
