package dev.slipway.metric.http;

import dev.slipway.metric.http.ApiOptions.Feature;
import dev.slipway.series.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/admin/tsdb/…` and `/-/reload`, if they are switched on. Thread-safe.
final class AdminEndpoints {
    private final ApiOptions options;
    private final @Nullable Administration storage;
    private final Runnable reload;

    AdminEndpoints(ApiOptions options, @Nullable Administration storage, Runnable reload) {
        this.options = options;
        this.storage = storage;
        this.reload = reload;
    }

    void addTo(Routes routes) {
        routes.change("/api/v1/admin/tsdb/delete_series", this::delete);
        routes.change("/api/v1/admin/tsdb/clean_tombstones", this::clean);
        routes.change("/api/v1/admin/tsdb/snapshot", this::snapshot);
        routes.change("/-/reload", this::reload);
    }

    private Administration storage() {
        Administration there = storage;
        if (there == null || !options.has(Feature.ADMIN)) {
            throw new CallException(ErrorType.UNAVAILABLE, "admin APIs disabled");
        }
        return there;
    }

    private Reply delete(Call call) {
        Administration there = storage();
        Params params = call.params();
        List<List<Matcher>> selectors = params.requiredSelectors();
        long start = params.timeMillis("start", Params.TIME_MIN);
        long end = params.timeMillis("end", Params.TIME_MAX);
        there.delete(selectors, start, end);
        return Reply.noContent();
    }

    private Reply clean(Call call) {
        storage().clean();
        return Reply.noContent();
    }

    private Reply snapshot(Call call) {
        Administration there = storage();
        boolean skipsHead =
                switch (call.params().text("skip_head")) {
                    case "", "false", "0" -> false;
                    case "true", "1" -> true;
                    default ->
                            throw CallException.invalid(
                                    "skip_head", "unable to parse boolean \"skip_head\" argument");
                };
        String name = there.snapshot(!skipsHead);
        return Reply.data(json -> json.beginObject().member("name", name).endObject());
    }

    private Reply reload(Call call) {
        if (!options.has(Feature.LIFECYCLE)) {
            return Reply.text(403, "Lifecycle API is not enabled.");
        }
        try {
            reload.run();
            return Reply.text(200, "");
        } catch (RuntimeException e) {
            return Reply.text(500, "failed to reload config: " + e.getMessage() + "\n");
        }
    }
}
