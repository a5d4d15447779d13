package dev.slipway.remote;

import dev.slipway.wire.RemoteWriteVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Sends batches of one destination until each is taken or given up. The version is what all shards
/// speak: once a receiver has not understood 2.0, it gets 1.0. Thread-safe.
final class Sender implements AutoCloseable {
    /// Waits; a test does not.
    @FunctionalInterface
    interface Pause {
        void pause(Duration length) throws InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(Sender.class.getName());
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int SHOWN_CHARS_MAX = 200;
    private static final int UNSUPPORTED = 415;
    private static final int TOO_MANY = 429;

    private final RemoteWriteConfig config;
    private final Counters counters;
    private final InstantSource time;
    private final Pause pause;
    private final Exchange exchange;
    private volatile RemoteWriteVersion version;

    Sender(RemoteWriteConfig config, Counters counters, InstantSource time, Pause pause) {
        this.config = config;
        this.counters = counters;
        this.time = time;
        this.pause = pause;
        this.exchange = new Exchange(config.transport());
        this.version = config.version();
    }

    /// Returns when the batch is taken or given up.
    void send(List<Entry> batch, RequestBuilder builder) throws InterruptedException {
        Backoff backoff = new Backoff(config.queue().backoffMin(), config.queue().backoffMax());
        List<Entry> rest = young(batch);
        RemoteWriteVersion spoken = version;
        byte[] body = builder.build(spoken, rest, time.millis());
        while (!rest.isEmpty()) {
            String retryAfter = "";
            String problem;
            try {
                HttpResponse<byte[]> answer =
                        exchange.post(body, headers(spoken), ANSWER_BYTES_MAX);
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    counters.sent(rest.size(), body.length, newestMillis(rest));
                    return;
                }
                problem = status + " " + shown(answer.body());
                if (status == UNSUPPORTED && spoken == RemoteWriteVersion.V2) {
                    fallBack(problem);
                    spoken = RemoteWriteVersion.V1;
                    body = builder.build(spoken, rest, time.millis());
                    continue;
                }
                if (!isWorthAnotherTry(status)) {
                    giveUp(rest, problem);
                    return;
                }
                retryAfter = answer.headers().firstValue("Retry-After").orElse("");
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
            counters.retried(rest.size());
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Remote write is tried again destination={0} cause={1}",
                    config.name(),
                    problem);
            pause.pause(backoff.next(retryAfter, time));
            List<Entry> younger = young(rest);
            if (younger.size() < rest.size()) {
                rest = younger;
                body = builder.build(spoken, rest, time.millis());
            }
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    /// Drops what has waited for too long.
    private List<Entry> young(List<Entry> batch) {
        Duration age = config.queue().sampleAgeMax();
        if (age.isZero()) {
            return batch;
        }
        long oldest = time.millis() - age.toMillis();
        List<Entry> young =
                batch.stream().filter(each -> each.content().timeMillis() >= oldest).toList();
        if (young.size() < batch.size()) {
            counters.dropped(Counters.Reason.TOO_OLD, batch.size() - young.size());
        }
        return young;
    }

    private boolean isWorthAnotherTry(int status) {
        return status / 100 == 5 || (status == TOO_MANY && config.queue().retriesRateLimit());
    }

    private void fallBack(String problem) {
        if (version == RemoteWriteVersion.V2) {
            version = RemoteWriteVersion.V1;
            LOG.log(
                    System.Logger.Level.INFO,
                    "Remote write 2.0 is not understood, so 1.0 is sent destination={0} answer={1}",
                    config.name(),
                    problem);
        }
    }

    private void giveUp(List<Entry> batch, String problem) {
        counters.dropped(Counters.Reason.REFUSED, batch.size());
        LOG.log(
                System.Logger.Level.WARNING,
                "Remote write was refused destination={0} samples={1} answer={2}",
                config.name(),
                batch.size(),
                problem);
    }

    private static Map<String, String> headers(RemoteWriteVersion version) {
        return Map.of(
                "Content-Type",
                version.contentType(),
                "Content-Encoding",
                RemoteWriteVersion.ENCODING,
                RemoteWriteVersion.VERSION_HEADER,
                version.number());
    }

    private static long newestMillis(List<Entry> batch) {
        long newest = 0;
        for (Entry each : batch) {
            newest = Math.max(newest, each.content().timeMillis());
        }
        return newest;
    }

    private static String shown(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) : text;
    }
}
