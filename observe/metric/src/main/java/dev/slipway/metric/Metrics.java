package dev.slipway.metric;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Component;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.metric.figures.FigureRecorder;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.rule.AlertSink;
import dev.slipway.rule.PromqlQueries;
import dev.slipway.rule.RuleClock;
import dev.slipway.rule.RuleEngine;
import dev.slipway.rule.RuleOptions;
import dev.slipway.scrape.config.ConfigException;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import dev.slipway.tsdb.TimeSeriesDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All of a server's metrics: storage, queries, rules, and what is recorded without configuration.
/// Thread-safe.
public final class Metrics implements Component {
    private static final System.Logger LOG = System.getLogger(Metrics.class.getName());

    private final MetricsConfig config;
    private final TimeSeriesDatabase database;
    private final RuleEngine rules;
    private final RuleSets ruleSets;
    private final FigureRecorder recorder;
    private final SeriesFigures figures;

    /// What the metrics need of the server.
    ///
    /// @param jobs the parts that have figures of their own
    /// @param alerts who is told of alerts
    public record Surroundings(
            Informers informers, List<FigureRecorder.Job> jobs, AlertSink alerts, Time time) {
        public Surroundings {
            requireNonNull(informers, "informers");
            jobs = List.copyOf(jobs);
            requireNonNull(alerts, "alerts");
            requireNonNull(time, "time");
        }
    }

    /// Opens the storage. Throws [MetricsException] if the folder or the configuration cannot be
    /// used.
    public static Metrics open(MetricsConfig config, Surroundings around) {
        PrometheusConfig prometheus = read(config.prometheusFile());
        try {
            InstantSource clock = around.time()::now;
            TimeSeriesDatabase database =
                    TimeSeriesDatabase.open(config.folder(), config.storage(), clock);
            return new Metrics(config, around, prometheus, database);
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
        PromqlEngine engine = new PromqlEngine(config.queries(), System::nanoTime);
        PromqlQueries queries = new PromqlQueries(engine, database, Metrics::parsed);
        rules =
                new RuleEngine(
                        RuleOptions.DEFAULT
                                .withInterval(prometheus.global().evaluationInterval())
                                .withExternal(
                                        prometheus.global().externalLabels(),
                                        URI.create(config.externalUrl())),
                        queries,
                        database,
                        around.alerts(),
                        RuleClock.system());
        ruleSets =
                new RuleSets(
                        rules,
                        queries,
                        around.informers().of(RuleSets.PROMETHEUS_RULE),
                        around.time());
        ruleSets.useFiles(prometheus.ruleFiles());
        recorder = new FigureRecorder(around.jobs(), database, around.time());
        figures = new SeriesFigures(queries, around.time()::now);
    }

    /// By which workloads are sized.
    public SeriesFigures figures() {
        return figures;
    }

    /// Where the series are kept, for others that write some.
    public SeriesStore store() {
        return database;
    }

    @Override
    public void start() {
        for (String message : database.messages()) {
            LOG.log(System.Logger.Level.WARNING, message);
        }
        recorder.start();
        ruleSets.start();
    }

    /// Reads the configuration anew. Throws [MetricsException] with all that is wrong with it; then
    /// everything goes on as before.
    public void reload() {
        PrometheusConfig prometheus = read(config.prometheusFile());
        ruleSets.useFiles(prometheus.ruleFiles());
    }

    @Override
    public void close() {
        ruleSets.close();
        rules.close();
        recorder.close();
        database.close();
    }

    private static Expr parsed(String text) {
        return PromqlParser.parse(text, ParserOptions.stable());
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
