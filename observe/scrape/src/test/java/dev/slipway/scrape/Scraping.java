package dev.slipway.scrape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.StaleMarker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Collection in simulated time over a store in memory, scraping real servers.
final class Scraping implements AutoCloseable {
    final SimulatedTime time = new SimulatedTime();
    final MemoryCluster cluster = new MemoryCluster(time);
    final MemorySeries store = new MemorySeries();
    final Informers informers = new Informers(cluster, time);
    final FaultyStore faulty = new FaultyStore(store);
    final Collection collection;

    private Scraping(ExecutorService executor) {
        collection = new Collection(informers, faulty, time, 7, executor);
        informers.start();
    }

    /// Whatever is due is done before time goes on: real answers are not late in simulated time.
    static Scraping inStep() {
        return new Scraping(new InStep());
    }

    /// Time goes on while answers are waited for.
    static Scraping inParallel() {
        return new Scraping(Executors.newVirtualThreadPerTaskExecutor());
    }

    static PrometheusConfig parse(String yaml) {
        return PrometheusConfig.parse(yaml, "prometheus.yml", Path.of("/nowhere"));
    }

    Scraping start(String yaml) {
        collection.reload(parse(yaml));
        collection.start();
        return this;
    }

    /// Creates an object from its YAML.
    void create(Kind<?> kind, String yaml) {
        ObjectNode tree = Yaml.parse(yaml, "object").getFirst().object();
        cluster.resources(kind.raw()).create(RawResource.of(tree));
    }

    /// Moves time on by small steps, each as soon as the one before has had its effect, until so
    /// many targets are there.
    List<TargetStatus> awaitTargets(int count) {
        awaitAdvancing(
                () -> collection.targets().active().size() == count,
                () -> count + " targets: " + collection.targets());
        return collection.targets().active();
    }

    void awaitAdvancing(BooleanSupplier condition, Supplier<String> otherwise) {
        Eventually.holds(
                () -> {
                    time.advance(Duration.ofMillis(50));
                    return condition.getAsBoolean();
                },
                otherwise);
    }

    /// Lets time go on until the target has been scraped once more.
    TargetStatus awaitScrape(String instance) {
        TargetStatus before = status(instance);
        awaitAdvancing(
                () -> {
                    TargetStatus now = status(instance);
                    return now.lastScrape() != null
                            && !now.lastScrape().equals(before.lastScrape());
                },
                () -> "not scraped: " + before);
        return status(instance);
    }

    TargetStatus status(String instance) {
        return collection.targets().active().stream()
                .filter(each -> each.target().labels().value("instance").equals(instance))
                .findFirst()
                .orElseThrow();
    }

    /// The newest values of all series, by their labels as a selector.
    Map<String, Double> newest() {
        Map<String, Double> values = new TreeMap<>();
        samples().forEach((labels, samples) -> values.put(labels, samples.getLast()));
        return values;
    }

    /// Whether the newest sample says that the series has ended.
    boolean isStale(String series) {
        return StaleMarker.is(newest().getOrDefault(series, 0.0));
    }

    List<Double> samples(String series) {
        return samples().getOrDefault(series, List.of());
    }

    Map<String, List<Double>> samples() {
        Map<String, List<Double>> all = new TreeMap<>();
        Selection everything = new Selection(List.<Matcher>of(), 0, Long.MAX_VALUE);
        try (SeriesCursor cursor = store.select(everything)) {
            while (cursor.next()) {
                Labels labels = cursor.labels();
                SampleColumns columns = new SampleColumns();
                cursor.read(columns);
                List<Double> values = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.add(columns.value(i));
                }
                all.put(labels.toString(), values);
            }
        }
        return all;
    }

    /// Runs tasks on the thread that hands them in.
    private static final class InStep extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return true;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    @Override
    public void close() {
        collection.close();
        informers.close();
    }
}
