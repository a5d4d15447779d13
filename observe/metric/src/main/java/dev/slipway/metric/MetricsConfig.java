package dev.slipway.metric;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.EngineOptions;
import dev.slipway.tsdb.TsdbConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a server measures.
///
/// @param folder of the time series
/// @param prometheusFile a `prometheus.yml`; null for none: then only what needs no configuration
///   is collected
/// @param externalUrl where people reach the API, for links in alerts
/// @param adminApi whether the API may delete series and make snapshots, as Prometheus'
///   `--web.enable-admin-api`
public record MetricsConfig(
        Path folder,
        @Nullable Path prometheusFile,
        String externalUrl,
        boolean adminApi,
        TsdbConfig storage,
        EngineOptions queries) {
    public MetricsConfig {
        requireNonNull(folder, "folder");
        requireNonNull(externalUrl, "externalUrl");
        requireNonNull(storage, "storage");
        requireNonNull(queries, "queries");
    }

    public static MetricsConfig defaults(Path folder, String externalUrl) {
        return new MetricsConfig(
                folder, null, externalUrl, false, TsdbConfig.defaults(), EngineOptions.defaults());
    }

    public MetricsConfig withPrometheusFile(@Nullable Path file) {
        return new MetricsConfig(folder, file, externalUrl, adminApi, storage, queries);
    }

    public MetricsConfig withStorage(TsdbConfig other) {
        return new MetricsConfig(folder, prometheusFile, externalUrl, adminApi, other, queries);
    }

    public MetricsConfig withAdminApi(boolean allowed) {
        return new MetricsConfig(folder, prometheusFile, externalUrl, allowed, storage, queries);
    }
}
