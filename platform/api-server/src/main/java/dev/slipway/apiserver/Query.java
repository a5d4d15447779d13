package dev.slipway.apiserver;

import com.linecorp.armeria.common.QueryParams;
import dev.slipway.api.ListOptions;
import dev.slipway.api.WatchOptions;
import dev.slipway.api.WriteOptions;
import dev.slipway.api.WriteOptions.FieldValidation;
import dev.slipway.model.ApiException;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.FieldSelectors;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.LabelSelectors;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a request behind the question mark. Wrong values are refused by name.
record Query(QueryParams parameters) {
    private static final int NUMBER_LENGTH_MAX = 18;

    static Query parse(@Nullable String text) {
        return new Query(
                text == null || text.isEmpty()
                        ? QueryParams.of()
                        : QueryParams.fromQueryString(text));
    }

    String text(String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }

    boolean flag(String name) {
        String value = text(name);
        return switch (value) {
            case "", "false", "0", "False", "FALSE", "f", "F" ->
                    // A bare `?watch` counts as set.
                    value.isEmpty() && parameters.contains(name);
            case "true", "1", "True", "TRUE", "t", "T" -> true;
            default -> throw wrong(name, value, "true or false");
        };
    }

    /// Null if absent.
    @Nullable Long number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return null;
        }
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || value.length() > NUMBER_LENGTH_MAX) {
            throw wrong(name, value, "a whole number, not negative");
        }
        return Long.valueOf(value);
    }

    boolean dryRun() {
        boolean dryRun = false;
        for (String value : parameters.getAll("dryRun")) {
            if (!value.equals("All")) {
                throw wrong("dryRun", value, "All");
            }
            dryRun = true;
        }
        return dryRun;
    }

    WriteOptions writeOptions() {
        String validation = text("fieldValidation");
        FieldValidation fieldValidation =
                switch (validation) {
                    case "", "Warn" -> FieldValidation.WARN;
                    case "Strict" -> FieldValidation.STRICT;
                    case "Ignore" -> FieldValidation.IGNORE;
                    default -> throw wrong("fieldValidation", validation, "Strict, Warn or Ignore");
                };
        return new WriteOptions(dryRun(), text("fieldManager"), fieldValidation);
    }

    ListOptions listOptions(String namespace) {
        Long limit = number("limit");
        return new ListOptions(
                namespace,
                labels(),
                fields(),
                limit == null ? 0 : (int) Math.min(limit, Integer.MAX_VALUE),
                text("continue"),
                resourceVersion(),
                text("resourceVersionMatch"));
    }

    WatchOptions watchOptions(String namespace) {
        boolean initialEvents = flag("sendInitialEvents");
        String match = text("resourceVersionMatch");
        if (initialEvents && !match.equals("NotOlderThan")) {
            throw wrong("resourceVersionMatch", match, "NotOlderThan with sendInitialEvents");
        }
        return new WatchOptions(
                namespace,
                labels(),
                fields(),
                resourceVersion(),
                initialEvents,
                flag("allowWatchBookmarks"));
    }

    /// How long a watch may last; null if the client does not say.
    @Nullable Duration timeout() {
        Long seconds = number("timeoutSeconds");
        return seconds == null || seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    FieldSelector fields() {
        String text = text("fieldSelector");
        return text.isEmpty() ? FieldSelector.everything() : FieldSelectors.parse(text);
    }

    private LabelSelector labels() {
        String text = text("labelSelector");
        return text.isEmpty() ? LabelSelector.everything() : LabelSelectors.parse(text);
    }

    private String resourceVersion() {
        String version = text("resourceVersion");
        boolean digits = version.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || version.length() > NUMBER_LENGTH_MAX) {
            throw new ApiException(
                    ApiException.Reason.INVALID,
                    "Invalid value: \"" + version + "\": resourceVersion must be a number",
                    null,
                    null,
                    List.of(
                            new ApiException.Cause(
                                    "resourceVersion",
                                    "FieldValueInvalid",
                                    "must be a number, as found in an object or list")));
        }
        return version;
    }

    private static ApiException wrong(String name, String value, String expected) {
        return ApiException.badRequest(
                "query parameter " + name + ": \"" + value + "\" (expected: " + expected + ")");
    }
}
