package dev.slipway.metric.http;

import com.google.re2j.Pattern;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import org.jspecify.annotations.Nullable;

/// What browsers are told of pages of other origins. Immutable.
record Cors(Pattern origins) {
    private static final String ANY = ".*";

    void decorate(@Nullable String origin, ResponseHeadersBuilder headers) {
        if (origin == null) {
            return;
        }
        headers.set(
                HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                "Accept, Authorization, Content-Type, Origin");
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
        headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Date");
        headers.set(HttpHeaderNames.VARY, "Origin");
        if (origins.pattern().equals(ANY)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else if (origins.matches(origin)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}
