package dev.slipway.metric;

import dev.slipway.remote.ForwardingStore;
import dev.slipway.remote.MergingSource;
import dev.slipway.remote.RemoteReadConfig;
import dev.slipway.remote.RemoteSource;
import dev.slipway.remote.RemoteWrite;
import dev.slipway.remote.RemoteWriteConfig;
import dev.slipway.remote.Transport;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.scrape.config.RemoteConfig;
import dev.slipway.scrape.http.OutgoingHttp;
import dev.slipway.scrape.relabel.Relabeling;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import dev.slipway.series.SeriesStore;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.MetricFamily;
import dev.slipway.wire.RemoteWriteVersion;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The store of this server, whose samples also go to the destinations of `remote_write`. Those may
/// change while it is used. Thread-safe.
final class RemoteStores implements SeriesStore, AutoCloseable {
    private static final long DISK_BYTES_MAX = 2L << 30;
    private static final int SHARDS = 4;

    private final TimeSeriesDatabase local;
    private final Path folder;
    private volatile SeriesStore current;
    private volatile SeriesSource readings;
    private List<RemoteSource> sources = List.of();

    /// By what was asked for.
    private Map<RemoteConfig.Write, RemoteWrite> destinations = Map.of();

    private Labels externalLabels = Labels.EMPTY;

    /// @param folder of the queues
    RemoteStores(TimeSeriesDatabase local, Path folder) {
        this.local = local;
        this.folder = folder;
        this.current = local;
        this.readings = local;
    }

    /// Sends to these and reads from these from now on. Destinations that are as before go on
    /// undisturbed; what waits for one that is gone stays on the disk. Throws [MetricsException]
    /// for settings that cannot be used; then all is as before.
    synchronized void use(PrometheusConfig config) {
        Map<RemoteConfig.Write, RemoteWriteConfig> wanted = new HashMap<>();
        Labels external = config.global().externalLabels();
        Set<String> names = new HashSet<>();
        for (RemoteConfig.Write each : config.remoteWrites()) {
            RemoteWriteConfig settings = translated(each, external);
            if (!names.add(settings.name())) {
                throw new MetricsException(
                        "remote_write: %s twice under the same name (expected: a `name` for each)"
                                .formatted(each.url()));
            }
            wanted.put(each, settings);
        }
        List<RemoteSource> others =
                config.remoteReads().stream().map(each -> source(each, external)).toList();
        boolean relabelled = !external.equals(externalLabels);
        Map<RemoteConfig.Write, RemoteWrite> next = new HashMap<>();
        destinations.forEach((key, destination) -> {
            if (wanted.containsKey(key) && !relabelled) {
                next.put(key, destination);
            } else {
                destination.close();
            }
        });
        wanted.forEach((key, settings) ->
                next.computeIfAbsent(
                        key,
                        each ->
                                RemoteWrite.open(
                                        settings,
                                        folder.resolve(settings.name()),
                                        labels ->
                                                Optional.ofNullable(
                                                        Relabeling.apply(
                                                                labels, each.relabelRules())))));
        destinations = next;
        externalLabels = external;
        current = next.isEmpty() ? local : new ForwardingStore(local, List.copyOf(next.values()));
        List<RemoteSource> before = sources;
        sources = others;
        readings = others.isEmpty() ? local : new MergingSource(local, local::oldestMillis, others);
        before.forEach(RemoteSource::close);
    }

    private static RemoteSource source(RemoteConfig.Read read, Labels external) {
        RemoteReadConfig standard = RemoteReadConfig.of(read.name(), transport(read));
        return new RemoteSource(
                new RemoteReadConfig(
                        standard.name(),
                        standard.transport(),
                        standard.api(),
                        Labels.of(read.requiredMatchers()),
                        read.readRecent(),
                        read.filterExternalLabels() ? external : Labels.EMPTY,
                        standard.limits()),
                RemoteStores::decode);
    }

    /// Stores send their chunks as they are.
    private static void decode(
            ChunkedRead.Chunk chunk, long startMillis, long endMillis, SampleColumns columns) {
        new ChunkDecoder()
                .decode(
                        new Chunk(
                                Encoding.valueOf(chunk.encoding().name()),
                                chunk.startMillis(),
                                chunk.endMillis(),
                                MemorySegment.ofArray(chunk.data())),
                        startMillis,
                        endMillis,
                        columns);
    }

    private static RemoteWriteConfig translated(RemoteConfig.Write write, Labels external) {
        RemoteConfig.Queue queue = write.queue();
        Transport transport = transport(write);
        try {
            return new RemoteWriteConfig(
                    name(write),
                    transport,
                    write.protocol() == RemoteConfig.Write.Protocol.V1
                            ? RemoteWriteVersion.V1
                            : RemoteWriteVersion.V2,
                    external,
                    new RemoteWriteConfig.Contents(
                            write.sendExemplars(),
                            write.sendNativeHistograms(),
                            write.metadata().send()),
                    new RemoteWriteConfig.Queue(
                            Math.clamp(SHARDS, queue.shardsMin(), queue.shardsMax()),
                            queue.capacity(),
                            queue.samplesPerSendMax(),
                            queue.batchSendDeadline(),
                            queue.backoffMin(),
                            queue.backoffMax(),
                            queue.retryOnHttp429(),
                            DISK_BYTES_MAX,
                            RemoteWriteConfig.Queue.DEFAULT.segmentBytes(),
                            queue.sampleAgeLimit()));
        } catch (IllegalArgumentException e) {
            throw new MetricsException("remote_write " + write.url() + ": " + e.getMessage(), e);
        }
    }

    private static Transport transport(RemoteConfig config) {
        try {
            Map<String, String> headers = new HashMap<>(config.headers());
            headers.putAll(OutgoingHttp.headers(config.http()));
            return new Transport(
                    config.url(),
                    config.timeout(),
                    headers,
                    OutgoingHttp.authorization(config.http()),
                    OutgoingHttp.tls(config.http()),
                    OutgoingHttp.proxy(config.http()));
        } catch (IllegalArgumentException e) {
            throw new MetricsException(config.url() + ": " + e.getMessage(), e);
        }
    }

    /// The same for the same destination after a restart.
    private static String name(RemoteConfig.Write write) {
        String hash = HexFormat.of().toHexDigits(write.url().toString().hashCode());
        String safe = write.name().replaceAll("[^a-zA-Z0-9_-]", "_");
        return safe.isEmpty() ? hash : safe + "-" + hash;
    }

    /// What the destinations did so far.
    synchronized List<MetricFamily> figures() {
        List<MetricFamily> figures = new ArrayList<>();
        destinations.values().forEach(each -> figures.addAll(each.figures()));
        return figures;
    }

    @Override
    public Appender appender() {
        return current.appender();
    }

    @Override
    public SeriesCursor select(Selection selection) {
        return readings.select(selection);
    }

    @Override
    public List<Labels> series(Selection selection) {
        return readings.series(selection);
    }

    @Override
    public List<String> labelNames(Selection selection) {
        return readings.labelNames(selection);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return readings.labelValues(name, selection);
    }

    @Override
    public synchronized void close() {
        destinations.values().forEach(RemoteWrite::close);
        destinations = Map.of();
        current = local;
        readings = local;
        sources.forEach(RemoteSource::close);
        sources = List.of();
    }
}
