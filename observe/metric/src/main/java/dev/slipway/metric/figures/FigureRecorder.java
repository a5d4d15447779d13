package dev.slipway.metric.figures;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import dev.slipway.series.Appender;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the figures of the server's own parts into the store every 15 seconds, as if each part
/// had been scraped: with the labels of its job, an `up`, and an end for series that are gone.
/// Thread-safe.
public final class FigureRecorder implements Component {
    private static final System.Logger LOG = System.getLogger(FigureRecorder.class.getName());
    static final Duration PERIOD = Duration.ofSeconds(15);

    private final List<Job> jobs;
    private final SeriesStore store;
    private final Time time;

    /// References of the series written at the last look, by labels.
    @GuardedBy("this")
    private Map<Labels, Long> written = Map.of();

    @GuardedBy("this")
    private Time.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean closed;

    /// A part with figures, and the labels that all of its series get unless they have them
    /// already; `job` and `instance` at least.
    public record Job(Labels labels, FigureSource source) {
        public Job {
            requireNonNull(labels, "labels");
            requireNonNull(source, "source");
        }

        public static Job of(String name, String instance, FigureSource source) {
            return new Job(Labels.of("job", name, "instance", instance), source);
        }
    }

    public FigureRecorder(List<Job> jobs, SeriesStore store, Time time) {
        this.jobs = List.copyOf(jobs);
        this.store = requireNonNull(store, "store");
        this.time = requireNonNull(time, "time");
    }

    @Override
    public void start() {
        look();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    /// Collecting may read files and the store may wait for the disk, hence a thread of its own.
    private synchronized void look() {
        if (!closed) {
            Thread.ofVirtual().name("figures").start(this::record);
            next = time.schedule(PERIOD, this::look);
        }
    }

    /// Looks once, now.
    public synchronized void record() {
        if (closed) {
            return;
        }
        Look look = new Look(time.now().toEpochMilli());
        try (Appender appender = store.appender()) {
            Map<Labels, Long> before = written;
            jobs.forEach(job -> look.take(job, before, appender));
            Set<Labels> gone = new HashSet<>(before.keySet());
            gone.removeAll(look.series.keySet());
            gone.forEach(labels ->
                    appender.append(appender.series(labels), look.timeMillis, StaleMarker.VALUE));
            appender.commit();
            written = look.series;
        } catch (SeriesException e) {
            LOG.log(System.Logger.Level.WARNING, "Own figures are not recorded", e);
        }
    }

    /// One pass over all jobs.
    private static final class Look {
        final long timeMillis;
        final Map<Labels, Long> series = new HashMap<>();

        Look(long timeMillis) {
            this.timeMillis = timeMillis;
        }

        void take(Job job, Map<Labels, Long> before, Appender appender) {
            FigureSink sink = new FigureSink();
            boolean up = collect(job, sink);
            List<FigureSink.Family> families = new ArrayList<>(up ? sink.families() : List.of());
            FigureSink reachable = new FigureSink();
            reachable
                    .gauge("up", "Whether the figures of the job could be read.")
                    .sample(up ? 1 : 0);
            families.addAll(reachable.families());
            for (FigureSink.Family family : families) {
                family.samples()
                        .forEach((labels, value) -> {
                            long at = reference(job, family, labels, before, appender);
                            appender.append(at, timeMillis, value);
                        });
                family.histograms()
                        .forEach((Labels labels, FloatHistogram value) -> {
                            long at = reference(job, family, labels, before, appender);
                            appender.append(at, timeMillis, value);
                        });
            }
        }

        private static boolean collect(Job job, FigureSink sink) {
            try {
                job.source().collect(sink);
                return true;
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Figures cannot be read job=" + job.labels().value("job"),
                        e);
                return false;
            }
        }

        private long reference(
                Job job,
                FigureSink.Family family,
                Labels labels,
                Map<Labels, Long> before,
                Appender appender) {
            Labels whole = job.labels().isEmpty() ? labels : joined(job.labels(), labels);
            Long known = before.get(whole);
            long reference = appender.series(whole);
            if (known == null) {
                appender.describe(reference, family.metadata());
            }
            series.put(whole, reference);
            return reference;
        }

        private static Labels joined(Labels common, Labels own) {
            Labels.Builder joined = common.toBuilder();
            for (int i = 0; i < own.size(); i++) {
                joined.set(own.name(i), own.value(i));
            }
            return joined.build();
        }
    }
}
