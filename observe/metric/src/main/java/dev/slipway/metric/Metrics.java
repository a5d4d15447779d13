package dev.slipway.metric;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.server.HttpService;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.metric.figures.FigureRecorder;
import dev.slipway.metric.http.AlertmanagerUrls;
import dev.slipway.metric.http.ApiOptions;
import dev.slipway.metric.http.PrometheusApi;
import dev.slipway.metric.http.Queries;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.rule.AlertNotifier;
import dev.slipway.rule.PromqlQueries;
import dev.slipway.rule.RuleClock;
import dev.slipway.rule.RuleEngine;
import dev.slipway.rule.RuleGroup;
import dev.slipway.rule.RuleOptions;
import dev.slipway.scrape.Collection;
import dev.slipway.scrape.config.ConfigException;
import dev.slipway.scrape.config.ConfigProblem;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import dev.slipway.tsdb.MaintenanceLoop;
import dev.slipway.tsdb.TimeSeriesDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All of a server's metrics: storage, queries, rules, what is recorded without configuration, and
/// the API of Prometheus to ask for it. Thread-safe.
public final class Metrics implements Component {
    private static final System.Logger LOG = System.getLogger(Metrics.class.getName());
    private static final Duration MAINTENANCE_PAUSE = Duration.ofMinutes(1);

    private final MetricsConfig config;
    private final TimeSeriesDatabase database;
    private final RemoteStores store;
    private final RuleEngine rules;
    private final RuleSets ruleSets;
    private final AlertNotifier notifier;
    private final AlertNotifier.Delivery alertmanager;
    private final AlertTargets alertTargets;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Collection collection;
    private final FigureRecorder recorder;
    private final SeriesFigures figures;
    private final MetricsStatus status;
    private final Queries queries;
    private final Time time;
    private volatile Labels externalLabels = Labels.EMPTY;
    private volatile AlertmanagerUrls alertmanagers = AlertmanagerUrls.NONE;
    private @Nullable MaintenanceLoop maintenance;

    /// What the metrics need of the server.
    ///
    /// @param jobs the parts that have figures of their own
    /// @param alertmanager the one of this process, which is told of all alerts
    public record Surroundings(
            Informers informers,
            List<FigureRecorder.Job> jobs,
            AlertNotifier.Delivery alertmanager,
            Time time) {
        public Surroundings {
            requireNonNull(informers, "informers");
            jobs = List.copyOf(jobs);
            requireNonNull(alertmanager, "alertmanager");
            requireNonNull(time, "time");
        }
    }

    /// Opens the storage. Throws [MetricsException] if the folder or the configuration cannot be
    /// used.
    public static Metrics open(MetricsConfig config, Surroundings around) {
        PrometheusConfig prometheus = read(config.prometheusFile());
        try {
            InstantSource clock = around.time()::now;
            MetricsConfig effective =
                    config.withStorage(
                            StorageSettings.applied(prometheus.storage(), config.storage()));
            TimeSeriesDatabase database =
                    TimeSeriesDatabase.open(config.folder(), effective.storage(), clock);
            try {
                return new Metrics(effective, around, prometheus, database);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SeriesException e) {
            throw new MetricsException("Time series: " + e.getMessage(), e);
        }
    }

    private Metrics(
            MetricsConfig config,
            Surroundings around,
            PrometheusConfig prometheus,
            TimeSeriesDatabase database) {
        this.config = config;
        this.database = database;
        this.store = new RemoteStores(database, config.folder().resolve("remote"));
        this.time = around.time();
        this.alertmanager = around.alertmanager();
        PromqlEngine engine = new PromqlEngine(config.queries(), System::nanoTime);
        queries = new Queries(config.queries(), System::nanoTime);
        PromqlQueries ruleQueries = new PromqlQueries(engine, store, Metrics::parsed);
        notifier = new AlertNotifier();
        alertTargets = new AlertTargets(client, config.externalUrl());
        collection =
                new Collection(
                        around.informers(), store, time, config.folder().toString().hashCode());
        rules =
                new RuleEngine(
                        RuleOptions.DEFAULT.withExternal(
                                prometheus.global().externalLabels(),
                                URI.create(config.externalUrl())),
                        ruleQueries,
                        store,
                        notifier,
                        RuleClock.system());
        ruleSets =
                new RuleSets(
                        rules,
                        ruleQueries,
                        around.informers().of(RuleSets.PROMETHEUS_RULE),
                        around.time());
        use(prometheus);
        List<FigureRecorder.Job> jobs = new ArrayList<>(around.jobs());
        jobs.add(
                FigureRecorder.Job.of(
                        "prometheus",
                        "localhost",
                        new MetricsFigures(database, rules, notifier, store)));
        recorder = new FigureRecorder(jobs, store, time);
        figures = new SeriesFigures(ruleQueries, time::now);
        status = new MetricsStatus(config, database, text(config.prometheusFile()), time.now());
    }

    /// The API of Prometheus, to be mounted on doors: one for each door.
    public HttpService api() {
        return PrometheusApi.builder()
                .store(store)
                .queries(queries)
                .status(status)
                .clock(time::now)
                .metadata(database)
                .exemplars(database)
                .rules(rules::groups)
                .targets(collection::targets)
                .alertmanagers(() -> alertmanagers)
                .externalLabels(() -> externalLabels)
                .options(ApiOptions.defaults().withFeatures(features()))
                .reload(this::reload)
                .administration(new StorageAdministration(database))
                .build();
    }

    private Set<ApiOptions.Feature> features() {
        Set<ApiOptions.Feature> features = EnumSet.allOf(ApiOptions.Feature.class);
        if (!config.adminApi()) {
            features.remove(ApiOptions.Feature.ADMIN);
        }
        return features;
    }

    /// By which workloads are sized.
    public SeriesFigures figures() {
        return figures;
    }

    /// Where the series are kept, for others that write some.
    public SeriesStore store() {
        return store;
    }

    @Override
    public synchronized void start() {
        for (String message : database.messages()) {
            LOG.log(System.Logger.Level.WARNING, message);
        }
        maintenance = MaintenanceLoop.start(database, MAINTENANCE_PAUSE);
        recorder.start();
        ruleSets.start();
        collection.start();
        status.ready(true);
    }

    /// Reads the configuration anew. Throws [MetricsException] with all that is wrong with it; then
    /// everything goes on as before.
    public void reload() {
        try {
            PrometheusConfig prometheus = read(config.prometheusFile());
            use(prometheus);
            status.read(text(config.prometheusFile()), time.now());
        } catch (MetricsException e) {
            status.failed();
            throw e;
        }
    }

    /// What may be refused comes before anything changes.
    private void use(PrometheusConfig prometheus) {
        List<RuleGroup> groups = ruleSets.read(prometheus.ruleFiles());
        List<AlertNotifier.Target> others = alertTargets.of(prometheus);
        store.use(prometheus);
        for (ConfigProblem warning : prometheus.warnings()) {
            LOG.log(System.Logger.Level.WARNING, "prometheus.yml: {0}", warning);
        }
        ruleSets.use(groups, prometheus.global().evaluationInterval());
        collection.reload(prometheus);
        List<AlertNotifier.Target> targets = new ArrayList<>();
        targets.add(
                new AlertNotifier.Target(
                        "this server", AlertNotifier.Relabeling.NONE, alertmanager));
        targets.addAll(others);
        notifier.use(
                prometheus.global().externalLabels(),
                AlertTargets.relabeling(prometheus.alerting().relabelRules()),
                targets);
        externalLabels = prometheus.global().externalLabels();
        alertmanagers =
                new AlertmanagerUrls(
                        others.stream().map(AlertNotifier.Target::name).toList(), List.of());
    }

    @Override
    public synchronized void close() {
        status.ready(false);
        collection.close();
        ruleSets.close();
        rules.close();
        notifier.close();
        client.close();
        recorder.close();
        if (maintenance != null) {
            maintenance.close();
        }
        store.close();
        database.close();
    }

    private static Expr parsed(String text) {
        return PromqlParser.parse(text, ParserOptions.stable());
    }

    private static String text(@Nullable Path file) {
        try {
            return file == null
                    ? ""
                    : ConfigText.withoutSecrets(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new MetricsException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrometheusConfig read(@Nullable Path file) {
        if (file == null) {
            return PrometheusConfig.EMPTY;
        }
        try {
            return PrometheusConfig.read(file);
        } catch (ConfigException e) {
            throw new MetricsException(String.valueOf(e.getMessage()), e);
        }
    }
}
