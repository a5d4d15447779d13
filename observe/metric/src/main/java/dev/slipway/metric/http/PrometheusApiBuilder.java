package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.metric.http.ApiOptions.Feature;
import dev.slipway.rule.GroupView;
import dev.slipway.scrape.Targets;
import dev.slipway.series.ExemplarSource;
import dev.slipway.series.Labels;
import dev.slipway.series.MetadataSource;
import dev.slipway.series.SeriesStore;
import dev.slipway.wire.otlp.OtlpOptions;
import java.time.InstantSource;
import java.util.List;
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
    private MetadataSource metadata = Map::of;
    private ExemplarSource exemplars = (_, _, _) -> List.of();
    private Supplier<List<GroupView>> rules = List::of;
    private Supplier<Targets> targets = () -> Targets.NONE;
    private Supplier<AlertmanagerUrls> alertmanagers = () -> AlertmanagerUrls.NONE;
    private Supplier<Labels> externalLabels = () -> Labels.EMPTY;
    private @Nullable Administration administration;
    private Runnable reload = () -> {};
    private OtlpOptions otlp = OtlpOptions.DEFAULT;

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
    public PrometheusApiBuilder metadata(MetadataSource value) {
        metadata = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder exemplars(ExemplarSource value) {
        exemplars = requireNonNull(value, "value");
        return this;
    }

    /// Groups of rules and how they are doing, such as `RuleEngine::groups`.
    public PrometheusApiBuilder rules(Supplier<List<GroupView>> value) {
        rules = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder targets(Supplier<Targets> value) {
        targets = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApiBuilder alertmanagers(Supplier<AlertmanagerUrls> value) {
        alertmanagers = requireNonNull(value, "value");
        return this;
    }

    /// What series have for others beside their own labels, now.
    public PrometheusApiBuilder externalLabels(Supplier<Labels> value) {
        externalLabels = requireNonNull(value, "value");
        return this;
    }

    /// What `/api/v1/admin/tsdb` does, if the options switch it on.
    public PrometheusApiBuilder administration(Administration value) {
        administration = requireNonNull(value, "value");
        return this;
    }

    /// What `/-/reload` does, if the options switch it on; throws with what is wrong with the
    /// configuration.
    public PrometheusApiBuilder reload(Runnable value) {
        reload = requireNonNull(value, "value");
        return this;
    }

    /// How names and attributes of OTLP become series.
    public PrometheusApiBuilder otlp(OtlpOptions value) {
        otlp = requireNonNull(value, "value");
        return this;
    }

    public PrometheusApi build() {
        Routes routes = new Routes();
        addQueries(routes);
        TextEndpoints texts = new TextEndpoints(requireNonNull(queries, "queries"));
        routes.both("/api/v1/format_query", texts::format);
        routes.both("/api/v1/parse_query", texts::parse);
        new RuleEndpoints(rules, texts::canonical).addTo(routes);
        new TargetEndpoints(targets, alertmanagers).addTo(routes);
        new AdminEndpoints(options, administration, reload).addTo(routes);
        addSamples(routes);
        ServerStatus given = requireNonNull(status, "status");
        new StatusEndpoints(given, requireNonNull(clock, "clock")).addTo(routes);
        routes.get("/", _ -> Reply.redirect(options.home()));
        return new PrometheusApi(routes, given, options);
    }

    /// Samples as such, in and out.
    private void addSamples(Routes routes) {
        SeriesStore samples = requireNonNull(store, "store");
        FederateEndpoint federate =
                new FederateEndpoint(
                        samples,
                        externalLabels,
                        requireNonNull(queries, "queries").lookback(),
                        requireNonNull(clock, "clock"));
        routes.get("/federate", federate::answer);
        RemoteReadEndpoint read = new RemoteReadEndpoint(samples, externalLabels, options.read());
        routes.post("/api/v1/read", read::answer, RemoteReadEndpoint.BODY_BYTES_MAX);
        if (options.has(Feature.REMOTE_WRITE)) {
            RemoteWriteEndpoint write = new RemoteWriteEndpoint(samples);
            routes.post("/api/v1/write", write::answer, RemoteWriteEndpoint.BODY_BYTES_MAX);
        }
        if (options.has(Feature.OTLP)) {
            OtlpEndpoint receiver = new OtlpEndpoint(samples, otlp);
            routes.post("/api/v1/otlp/v1/metrics", receiver::answer, OtlpEndpoint.BODY_BYTES_MAX);
        }
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
