package dev.slipway.scrape;

import dev.slipway.controller.Time;
import dev.slipway.scrape.TargetStatus.Health;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.http.FetchException;
import dev.slipway.scrape.http.HttpAnswer;
import dev.slipway.scrape.http.HttpTransport;
import dev.slipway.series.Appender;
import dev.slipway.series.SeriesException;
import dev.slipway.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Scrapes one target again and again. A timer starts each scrape on a thread of its own, and the
/// scrape sets the timer for the next one when it is done, so there is never more than one and a
/// target that hangs holds up nobody else.
///
/// ```
/// waiting ──timer──▶ scraping ──done──▶ waiting ── … ──stop──▶ ended
///                        └──────stop──────────────────────────────▲
/// ```
///
/// When a target has gone for good, its series get their marker of the end two intervals later; by
/// then it may have come back, and another loop goes on with them ([#handOver]). Thread-safe.
final class ScrapeLoop {
    private static final System.Logger LOGGER = System.getLogger(ScrapeLoop.class.getName());

    /// How the last scrape went.
    private record Last(@Nullable Instant at, Duration took, String error, Health health) {}

    private static final Last NONE = new Last(null, Duration.ZERO, "", Health.UNKNOWN);

    private final String pool;
    private volatile Target target;
    private final ScrapeContext context;
    private final ScrapeSchedule schedule;
    private final TargetFetcher fetcher;
    private final SampleIntake intake;
    private final ReportSeries report;

    /// Held while an answer is stored, not while it is waited for.
    private final ReentrantLock storing = new ReentrantLock();

    private volatile Last last = NONE;
    private volatile String refusal = "";

    // Guarded by storing.
    private boolean rejectedBefore;
    private boolean handedOver;
    private boolean brokenBefore;

    // Guarded by this.
    private boolean stopped;
    private Time.@Nullable Scheduled timer;

    ScrapeLoop(
            Target target,
            ScrapeConfig config,
            HttpTransport transport,
            ScrapeContext context,
            Set<Long> inherited) {
        this.pool = config.jobName();
        this.target = target;
        this.context = context;
        this.schedule = ScrapeSchedule.of(target, context.seed());
        this.fetcher = new TargetFetcher(transport, target, config);
        this.intake = new SampleIntake(target.labels(), config, context.texts(), inherited);
        this.report = new ReportSeries(target, config);
    }

    void start() {
        planNext();
    }

    /// Every scrape fails with this reason until it is empty again.
    void refuse(String reason) {
        refusal = reason;
    }

    /// No scrape begins any more; one under way comes to its end.
    synchronized void stop() {
        stopped = true;
        Time.Scheduled waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /// After [#stop], when the target has gone: marks the end of its series once it is clear that
    /// it does not come back.
    void endLater() {
        Duration interval = target.interval();
        Instant end = context.time().now().plus(interval);
        Duration patience = interval.multipliedBy(2).plus(interval.dividedBy(10));
        context.time()
                .schedule(
                        patience, () -> context.executor().execute(() -> end(end.toEpochMilli())));
    }

    /// After [#stop], when another loop goes on with the same target: the series it has to know of.
    Set<Long> handOver() {
        storing.lock();
        try {
            handedOver = true;
            return intake.tracked();
        } finally {
            storing.unlock();
        }
    }

    TargetStatus status() {
        Last known = last;
        return new TargetStatus(
                pool, target, known.health, known.at, known.took, known.error, intake.families());
    }

    Target target() {
        return target;
    }

    /// The same target, found with other labels that do not matter for scraping it.
    void found(Target again) {
        target = again;
    }

    private synchronized void planNext() {
        if (stopped) {
            return;
        }
        Instant now = context.time().now();
        Instant planned = schedule.next(now);
        timer =
                context.time()
                        .schedule(
                                Duration.between(now, planned),
                                () -> context.executor().execute(() -> run(planned)));
    }

    private void run(Instant planned) {
        try {
            if (!isStopped()) {
                scrape(planned);
            }
        } catch (RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "A scrape failed unexpectedly target=" + target.url(),
                    e);
        } finally {
            planNext();
        }
    }

    private void scrape(Instant planned) {
        Instant started = context.time().now();
        long startNanos = context.time().nanos();
        long timeMillis = schedule.sampleMillis(planned, started);
        ScrapeCounts counts = new ScrapeCounts();
        String error = "";
        HttpAnswer answer = null;
        try {
            answer = fetch();
            counts.bodyBytes = answer.length();
        } catch (FetchException e) {
            counts.bodyBytes = e.reason() == FetchException.Reason.TOO_LARGE ? -1 : 0;
            error = String.valueOf(e.getMessage());
        }
        Duration took = Duration.ofNanos(context.time().nanos() - startNanos);
        storing.lock();
        try {
            if (!isStopped()) {
                String problem = store(answer, error, timeMillis, took, counts);
                Health health = problem.isEmpty() ? Health.UP : Health.DOWN;
                last = new Last(started, took, problem, health);
                noteRejected(counts);
            }
        } finally {
            storing.unlock();
        }
    }

    /// What went wrong up to now and with this; empty if nothing did.
    private String store(
            @Nullable HttpAnswer answer,
            String error,
            long timeMillis,
            Duration took,
            ScrapeCounts counts) {
        String problem = error;
        try {
            if (answer == null || answer.length() == 0) {
                storeNothing(timeMillis, error.isEmpty(), took, counts);
            } else {
                problem = storeSamples(answer, timeMillis, took, counts);
            }
            brokenBefore = false;
        } catch (SeriesException e) {
            intake.skip();
            problem = "samples cannot be stored: " + e.getMessage();
            if (!brokenBefore) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "A scrape was not stored target=" + target.url() + " reason=" + problem);
            }
            brokenBefore = true;
        }
        return problem;
    }

    private HttpAnswer fetch() {
        if (!refusal.isEmpty()) {
            throw new FetchException(FetchException.Reason.STATUS, refusal);
        }
        return fetcher.fetch();
    }

    /// What is wrong with the answer; empty if nothing is.
    private String storeSamples(
            HttpAnswer answer, long timeMillis, Duration took, ScrapeCounts counts) {
        try (Appender appender = context.store().appender()) {
            intake.take(fetcher.reader(answer), appender, timeMillis, counts);
            report.append(appender, timeMillis, true, took, counts);
            appender.commit();
            return "";
        } catch (WireException | ScrapeException e) {
            storeNothing(timeMillis, false, took, counts);
            return String.valueOf(e.getMessage());
        }
    }

    private void storeNothing(long timeMillis, boolean up, Duration took, ScrapeCounts counts) {
        try (Appender appender = context.store().appender()) {
            intake.takeNothing(appender, timeMillis);
            report.append(appender, timeMillis, up, took, counts);
            appender.commit();
        }
    }

    private void noteRejected(ScrapeCounts counts) {
        boolean rejected = counts.rejected > 0;
        if (rejected && !rejectedBefore) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Samples were not taken for their time target="
                            + target.url()
                            + " count="
                            + counts.rejected);
        }
        rejectedBefore = rejected;
    }

    private void end(long timeMillis) {
        storing.lock();
        try (Appender appender = context.store().appender()) {
            if (!handedOver && last.at() != null) {
                intake.takeNothing(appender, timeMillis);
                report.appendEnd(appender, timeMillis);
                appender.commit();
            }
        } catch (SeriesException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The end of a target was not stored target="
                            + target.url()
                            + " reason="
                            + e.getMessage());
        } finally {
            storing.unlock();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }
}
