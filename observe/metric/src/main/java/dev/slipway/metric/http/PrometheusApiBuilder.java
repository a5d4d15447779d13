package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Metadata;
import dev.slipway.series.SeriesStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Collects what a [PrometheusApi] stands on. Store, queries, status and clock must be given; what
/// is not given of the rest is empty. For one thread.
public final class PrometheusApiBuilder {
    private @Nullable SeriesStore store;
    private @Nullable Queries queries;
    private @Nullable ServerStatus status;
    private @Nullable InstantSource clock;
    private ApiOptions options = ApiOptions.defaults();
    private Supplier<Map<String, Metadata>> metadata = Map::of;
    private Exemplars exemplars = (_, _, _, _) -> {};

    PrometheusApiBuilder() {}

    public PrometheusApiBuilder store(SeriesStore value) {
        store = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder queries(Queries value) {
        queries = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder status(ServerStatus value) {
        status = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder clock(InstantSource value) {
        clock = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder options(ApiOptions value) {
        options = requireNonNull(value, "value");
        return this;
    }

    /// What is known of each metric, by its family's name.
    public PrometheusApiBuilder metadata(Supplier<Map<String, Metadata>> value) {
        metadata = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder exemplars(Exemplars value) {
        exemplars = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApi build() {
        Routes routes = new Routes();
        addQueries(routes);
        ServerStatus given = requireNonNull(status, "status");
        new StatusEndpoints(given, requireNonNull(store, "store"), requireNonNull(clock, "clock"))
                .addTo(routes);
        routes.get("/", _ -> Reply.redirect(options.home()));
        return new PrometheusApi(routes, given, options);
    }

    private void addQueries(Routes routes) {
        Queries asked = requireNonNull(queries, "queries");
        SeriesStore source = requireNonNull(store, "store");
        QueryEndpoints evaluation =
                new QueryEndpoints(asked, source, requireNonNull(clock, "clock"));
        routes.both("/api/v1/query", evaluation::instant);
        routes.both("/api/v1/query_range", evaluation::range);
        SeriesEndpoints series = new SeriesEndpoints(source);
        routes.both("/api/v1/series", series::series);
        routes.both("/api/v1/labels", series::labels);
        routes.labelValues(series::values);
        MetadataEndpoints descriptions = new MetadataEndpoints(asked, metadata, exemplars);
        routes.get("/api/v1/metadata", descriptions::metadata);
        routes.both("/api/v1/query_exemplars", descriptions::exemplars);
    }
}
