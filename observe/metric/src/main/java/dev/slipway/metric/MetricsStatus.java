package dev.slipway.metric;

import dev.slipway.metric.http.ServerStatus;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import dev.slipway.tsdb.TsdbStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the pages of status show. Thread-safe.
final class MetricsStatus implements ServerStatus {
    private final MetricsConfig config;
    private final TimeSeriesDatabase database;
    private volatile boolean ready;
    private volatile Reading reading;

    /// How the configuration was read last.
    private record Reading(String yaml, boolean succeeded, Instant time) {}

    MetricsStatus(MetricsConfig config, TimeSeriesDatabase database, String yaml, Instant now) {
        this.config = config;
        this.database = database;
        this.reading = new Reading(yaml, true, now);
    }

    void ready(boolean value) {
        ready = value;
    }

    void read(String yaml, Instant now) {
        reading = new Reading(yaml, true, now);
    }

    /// The configuration could not be read anew; the one before stays in force.
    void failed() {
        reading = new Reading(reading.yaml, false, reading.time);
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public String configYaml() {
        return reading.yaml;
    }

    @Override
    public Map<String, String> flags() {
        TsdbConfig storage = config.storage();
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("config.file", String.valueOf(config.prometheusFile()));
        flags.put("query.lookback-delta", text(config.queries().lookback()));
        flags.put("query.max-concurrency", String.valueOf(config.queries().limits().concurrency()));
        flags.put("query.max-samples", String.valueOf(config.queries().limits().samplesMax()));
        flags.put("query.timeout", text(config.queries().limits().timeout()));
        flags.put("storage.tsdb.path", config.folder().toString());
        flags.put("storage.tsdb.retention.time", retention(storage));
        flags.put("web.external-url", config.externalUrl());
        return flags;
    }

    @Override
    public ServerProcess process() {
        Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return new ServerProcess(
                start,
                reading.succeeded,
                reading.time,
                database.messages().size(),
                retention(config.storage()));
    }

    @Override
    public TsdbStatus storage(int entriesMax) {
        return database.status(entriesMax);
    }

    private static String retention(TsdbConfig storage) {
        String time = text(Duration.ofMillis(storage.disk().retentionMillis()));
        long bytes = storage.disk().sizeBytesMax();
        return bytes == Long.MAX_VALUE ? time : time + " or " + bytes + "B";
    }

    /// As Prometheus writes durations of one unit.
    private static String text(Duration duration) {
        if (duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        return duration.equals(Duration.ofMinutes(duration.toMinutes()))
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
