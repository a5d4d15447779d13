package dev.slipway.metric.http;

import com.linecorp.armeria.common.QueryParams;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.scrape.config.ConfigDurations;
import dev.slipway.series.Matcher;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request says, from its form and its address; the form counts first. Whatever cannot be
/// understood throws [CallException]. Immutable.
final class Params {
    /// Times before and after anything that is stored, yet with room to add to.
    static final long TIME_MIN = -(1L << 61);

    static final long TIME_MAX = 1L << 61;

    /// What Prometheus' own client sends where it means these.
    private static final String TIME_MIN_TEXT = "-292273086-05-16T16:47:06Z";

    private static final String TIME_MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");
    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");
    private static final int MATCHERS_MAX = 1_000;

    private final QueryParams form;
    private final QueryParams address;

    Params(QueryParams form, QueryParams address) {
        this.form = form;
        this.address = address;
    }

    /// Empty where there is none.
    String text(String name) {
        String value = form.get(name);
        return value != null ? value : address.get(name, "");
    }

    boolean has(String name) {
        return form.contains(name) || address.contains(name);
    }

    List<String> all(String name) {
        List<String> all = new ArrayList<>(form.getAll(name));
        all.addAll(address.getAll(name));
        return all;
    }

    long timeMillis(String name, long otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return parseTime(name, text);
    }

    /// A time that must be there.
    long timeMillis(String name) {
        return parseTime(name, text(name));
    }

    private static long parseTime(String name, String text) {
        if (NUMBER.matcher(text).matches()) {
            double millis = Double.parseDouble(text) * 1000;
            return Math.clamp(Math.round(millis), TIME_MIN, TIME_MAX);
        }
        if (RFC_3339.matcher(text).matches()) {
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                return time.toEpochMilli();
            } catch (DateTimeException e) {
                throw unreadable(name, text, "timestamp");
            }
        }
        return switch (text) {
            case TIME_MIN_TEXT -> TIME_MIN;
            case TIME_MAX_TEXT -> TIME_MAX;
            default -> throw unreadable(name, text, "timestamp");
        };
    }

    /// A duration, or a number of seconds.
    long durationMillis(String name) {
        String text = text(name);
        if (NUMBER.matcher(text).matches()) {
            double millis = Double.parseDouble(text) * 1000;
            if (Math.abs(millis) > Long.MAX_VALUE / 1e6) {
                throw CallException.invalid(
                        name,
                        "cannot parse \"" + text + "\" to a valid duration. It overflows int64");
            }
            return Math.round(millis);
        }
        return ConfigDurations.find(text)
                .orElseThrow(() -> unreadable(name, text, "duration"))
                .toMillis();
    }

    @Nullable Duration duration(String name) {
        return text(name).isEmpty() ? null : Duration.ofMillis(durationMillis(name));
    }

    private static CallException unreadable(String name, String text, String what) {
        return CallException.invalid(name, "cannot parse \"" + text + "\" to a valid " + what);
    }

    /// How many there may be; without limit where it is absent or 0.
    int limit(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int limit = whole(name, text);
        if (limit < 0) {
            throw CallException.invalid(name, "limit must be non-negative");
        }
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    static int whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CallException.invalid(name, "cannot parse \"" + text + "\" to a number");
        }
    }

    /// The selectors of `match[]`; none where nothing is said.
    List<List<Matcher>> selectors() {
        List<List<Matcher>> selectors = new ArrayList<>();
        for (String text : all("match[]")) {
            selectors.add(selector("match[]", text));
            if (selectors.size() > MATCHERS_MAX) {
                throw CallException.badData(
                        "match[]: more than " + MATCHERS_MAX + " (expected: at most as many)");
            }
        }
        return selectors;
    }

    /// As [#selectors], and there must be one.
    List<List<Matcher>> requiredSelectors() {
        List<List<Matcher>> selectors = selectors();
        if (selectors.isEmpty()) {
            throw CallException.badData("no match[] parameter provided");
        }
        return selectors;
    }

    static List<Matcher> selector(String name, String text) {
        try {
            Expr expr = PromqlParser.parse(text, ParserOptions.stable());
            if (!(expr instanceof Expr.VectorSelector selector)
                    || !selector.shift().equals(Expr.Shift.NONE)) {
                throw CallException.invalid(name, "\"" + text + "\" is no selector of series");
            }
            return selector.matchers();
        } catch (SyntaxException e) {
            throw CallException.invalid(name, text, e);
        }
    }
}
