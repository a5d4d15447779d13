package dev.slipway.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesException;
import dev.slipway.series.Utf8Order;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks the HTTP API of a store for series and labels. Thread-safe.
final class StoreApi {
    /// Times outside of these stand for no bound.
    private static final long TIME_MAX = 1L << 52;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final RemoteReadConfig config;
    private final Exchange exchange;

    StoreApi(RemoteReadConfig config, Exchange exchange) {
        this.config = config;
        this.exchange = exchange;
    }

    /// Reads one element of the answer's list.
    @FunctionalInterface
    private interface Element<T> {
        T read(JsonParser parser) throws IOException;
    }

    List<Labels> series(Selection selection) {
        List<Matcher> matchers = selection.matchers();
        Selection asked =
                matchers.isEmpty()
                        ? new Selection(
                                List.of(Matcher.of(Matcher.Type.NOT_EQUAL, Labels.METRIC_NAME, "")),
                                selection.startMillis(),
                                selection.endMillis())
                        : selection;
        return list("series", asked, StoreApi::labels);
    }

    List<String> labelNames(Selection selection) {
        return sorted(list("labels", selection, JsonParser::getText));
    }

    List<String> labelValues(String name, Selection selection) {
        String path = "label/" + encoded(escaped(name)) + "/values";
        return sorted(list(path, selection, JsonParser::getText));
    }

    /// A name that is no identifier stands in a path in the escaping of Prometheus 3.
    static String escaped(String name) {
        if (name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            return name;
        }
        StringBuilder text = new StringBuilder("U__");
        name.codePoints()
                .forEach(c -> {
                    if (c == '_') {
                        text.append("__");
                    } else if (Character.isLetterOrDigit(c) && c < 128) {
                        text.appendCodePoint(c);
                    } else {
                        text.append('_').append(Integer.toHexString(c)).append('_');
                    }
                });
        return text.toString();
    }

    private <T> List<T> list(String path, Selection selection, Element<T> element) {
        URI uri = config.api().resolve(path + "?" + parameters(selection));
        try {
            HttpResponse<byte[]> answer = exchange.get(uri, config.limits().bodyBytesMax());
            if (answer.statusCode() != 200) {
                throw failure(
                        path,
                        "status " + answer.statusCode() + ": " + RemoteSource.shown(answer.body()),
                        null);
            }
            return data(answer.body(), element);
        } catch (IOException e) {
            throw failure(path, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(path, "interrupted", e);
        }
    }

    /// The list `data` of an answer.
    private <T> List<T> data(byte[] body, Element<T> element) throws IOException {
        List<T> found = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object (expected: one)");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isData = parser.currentName().equals("data");
                JsonToken value = parser.nextToken();
                if (!isData || value != JsonToken.START_ARRAY) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    found.add(element.read(parser));
                    if (found.size() > config.limits().seriesMax()) {
                        throw new IOException(
                                "more than " + config.limits().seriesMax() + " elements");
                    }
                }
            }
        }
        return found;
    }

    private static Labels labels(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object (expected: labels)");
        }
        Labels.Builder labels = Labels.builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!parser.nextToken().isScalarValue()) {
                throw new IOException("label " + name + " (expected: a text)");
            }
            labels.set(name, parser.getText());
        }
        return labels.build();
    }

    private static String parameters(Selection selection) {
        List<String> parameters = new ArrayList<>();
        if (isBound(selection.startMillis())) {
            parameters.add("start=" + seconds(selection.startMillis()));
        }
        if (isBound(selection.endMillis())) {
            parameters.add("end=" + seconds(selection.endMillis()));
        }
        if (!selection.matchers().isEmpty()) {
            String selector =
                    selection.matchers().stream()
                            .map(Matcher::toString)
                            .collect(Collectors.joining(",", "{", "}"));
            parameters.add("match%5B%5D=" + encoded(selector));
        }
        return String.join("&", parameters);
    }

    private static boolean isBound(long timeMillis) {
        return timeMillis > -TIME_MAX && timeMillis < TIME_MAX;
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static List<String> sorted(List<String> found) {
        Set<String> sorted = new TreeSet<>(Utf8Order.COMPARATOR);
        sorted.addAll(found);
        return List.copyOf(sorted);
    }

    private SeriesException failure(String path, String problem, @Nullable Throwable cause) {
        return new SeriesException(
                "Remote store " + config.name() + ", " + path + ": " + problem, cause);
    }
}
