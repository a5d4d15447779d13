package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesSource;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadRequest.ResponseType;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.WireException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Another Prometheus-compatible store as a source of series: samples through remote read, names
/// through its HTTP API. An answer is held as it came, as compressed chunks where the store streams
/// them, and decoded series by series.
///
/// Thread-safe; to be closed.
public final class RemoteSource implements SeriesSource, AutoCloseable {
    private static final int SHOWN_CHARS_MAX = 200;

    private final RemoteReadConfig config;
    private final @Nullable ChunkDecoding decoding;
    private final Exchange exchange;
    private final StoreApi api;

    /// @param decoding null to ask for samples only
    public RemoteSource(RemoteReadConfig config, @Nullable ChunkDecoding decoding) {
        this.config = requireNonNull(config, "config");
        this.decoding = decoding;
        this.exchange = new Exchange(config.transport());
        this.api = new StoreApi(config, exchange);
    }

    /// Whether a selector demands what this store requires of one.
    public boolean answers(Selection selection) {
        Labels required = config.requiredMatchers();
        for (int i = 0; i < required.size(); i++) {
            Matcher demanded = Matcher.equal(required.name(i), required.value(i));
            if (!selection.matchers().contains(demanded)) {
                return false;
            }
        }
        return true;
    }

    RemoteReadConfig config() {
        return config;
    }

    @Override
    public SeriesCursor select(Selection selection) {
        if (!answers(selection)) {
            return SeriesCursor.empty();
        }
        ReadRequest request =
                new ReadRequest(
                        List.of(new ReadRequest.Query(asked(selection), ReadRequest.Hints.NONE)),
                        decoding == null
                                ? List.of(ResponseType.SAMPLES)
                                : List.of(ResponseType.STREAMED_CHUNKS, ResponseType.SAMPLES));
        try {
            HttpResponse<byte[]> answer =
                    exchange.post(request.encode(), headers(), config.limits().bodyBytesMax());
            if (answer.statusCode() != 200) {
                throw failure("status " + answer.statusCode() + ": " + shown(answer.body()), null);
            }
            String type = answer.headers().firstValue("Content-Type").orElse("");
            ReadAnswer read = new ReadAnswer(config.limits(), added(selection), decoding);
            return read.cursor(type, answer.body(), selection);
        } catch (IOException | WireException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        }
    }

    @Override
    public List<Labels> series(Selection selection) {
        if (!answers(selection)) {
            return List.of();
        }
        TreeSet<Labels> sorted = new TreeSet<>();
        for (Labels each : api.series(asked(selection))) {
            sorted.add(each.without(added(selection)));
        }
        return List.copyOf(sorted);
    }

    @Override
    public List<String> labelNames(Selection selection) {
        if (!answers(selection)) {
            return List.of();
        }
        List<String> names = new ArrayList<>(api.labelNames(asked(selection)));
        names.removeAll(added(selection));
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return answers(selection) && !added(selection).contains(name)
                ? api.labelValues(name, asked(selection))
                : List.of();
    }

    @Override
    public void close() {
        exchange.close();
    }

    /// The selection with the labels that the store adds, unless it says something of them itself.
    private Selection asked(Selection selection) {
        List<Matcher> matchers = new ArrayList<>(selection.matchers());
        for (String each : added(selection)) {
            matchers.add(Matcher.equal(each, config.externalLabels().value(each)));
        }
        return new Selection(matchers, selection.startMillis(), selection.endMillis());
    }

    private List<String> added(Selection selection) {
        Labels external = config.externalLabels();
        List<String> added = new ArrayList<>();
        for (int i = 0; i < external.size(); i++) {
            String name = external.name(i);
            if (selection.matchers().stream().noneMatch(each -> each.name().equals(name))) {
                added.add(name);
            }
        }
        return added;
    }

    private static Map<String, String> headers() {
        return Map.of(
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                RemoteWriteVersion.ENCODING,
                "Accept-Encoding",
                RemoteWriteVersion.ENCODING,
                "X-Prometheus-Remote-Read-Version",
                "0.1.0");
    }

    private SeriesException failure(String problem, @Nullable Throwable cause) {
        return new SeriesException("Remote read of " + config.name() + ": " + problem, cause);
    }

    static String shown(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) : text;
    }
}
