package dev.slipway.metric.http;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesSource;
import dev.slipway.series.Utf8Order;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// `/series`, `/labels` and `/label/{name}/values`. Thread-safe.
final class SeriesEndpoints {
    static final String LABEL = "/api/v1/label/";
    static final String VALUES = "/values";

    private final SeriesSource source;

    SeriesEndpoints(SeriesSource source) {
        this.source = source;
    }

    Reply series(Call call) {
        Params params = call.params();
        Window window = window(params);
        int limit = params.limit("limit");
        List<List<Matcher>> selectors = params.requiredSelectors();
        Collection<Labels> found = union(selectors, window, source::series, new TreeSet<Labels>());
        return list(found, limit, JsonWriter::labels);
    }

    Reply labels(Call call) {
        Params params = call.params();
        Window window = window(params);
        int limit = params.limit("limit");
        Collection<String> found =
                union(
                        params.selectors(),
                        window,
                        source::labelNames,
                        new TreeSet<>(Utf8Order.COMPARATOR));
        return list(found, limit, JsonWriter::string);
    }

    Reply values(Call call) {
        String path = call.path();
        String written = path.substring(LABEL.length(), path.length() - VALUES.length());
        String name = EscapedNames.plain(written);
        if (name.isEmpty() || hasLoneSurrogate(name)) {
            throw CallException.badData("invalid label name: \"" + written + "\"");
        }
        Params params = call.params();
        Window window = window(params);
        int limit = params.limit("limit");
        Collection<String> found =
                union(
                        params.selectors(),
                        window,
                        selection -> source.labelValues(name, selection),
                        new TreeSet<>(Utf8Order.COMPARATOR));
        return list(found, limit, JsonWriter::string);
    }

    private record Window(long startMillis, long endMillis) {}

    private static Window window(Params params) {
        long start = params.timeMillis("start", Params.TIME_MIN);
        long end = params.timeMillis("end", Params.TIME_MAX);
        if (end < start) {
            throw CallException.invalid("end", "end timestamp must not be before start time");
        }
        return new Window(start, end);
    }

    /// What any of the selectors finds; without selectors, everything.
    private static <T> Collection<T> union(
            List<List<Matcher>> selectors,
            Window window,
            Function<Selection, List<T>> finder,
            Set<T> target) {
        if (selectors.size() <= 1) {
            List<Matcher> matchers = selectors.isEmpty() ? List.of() : selectors.getFirst();
            return finder.apply(new Selection(matchers, window.startMillis, window.endMillis));
        }
        for (List<Matcher> matchers : selectors) {
            target.addAll(
                    finder.apply(new Selection(matchers, window.startMillis, window.endMillis)));
        }
        return target;
    }

    private interface ItemWriter<T> {
        void write(JsonWriter json, T item);
    }

    private static <T> Reply list(Collection<T> found, int limit, ItemWriter<T> writer) {
        List<String> warnings =
                found.size() > limit ? List.of(QueryEndpoints.TRUNCATED) : List.of();
        return Reply.data(
                json -> {
                    json.beginArray();
                    int written = 0;
                    for (T each : found) {
                        if (written++ == limit) {
                            break;
                        }
                        writer.write(json, each);
                    }
                    json.endArray();
                },
                warnings);
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
    }
}
