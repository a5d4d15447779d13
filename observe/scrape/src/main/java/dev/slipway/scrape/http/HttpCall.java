package dev.slipway.scrape.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request and how much of an answer is taken. Credentials are added by the transport.
///
/// @param headers beside those of the settings
/// @param form the body of a POST; null for a GET
/// @param timeout for the whole answer, redirects included
/// @param bodyBytesMax after decompression
/// @param bodyBytesExpected how long the last answer was: a hint
public record HttpCall(
        URI url,
        Map<String, String> headers,
        @Nullable String form,
        Duration timeout,
        int bodyBytesMax,
        int bodyBytesExpected) {
    public HttpCall {
        requireNonNull(url, "url");
        headers = Map.copyOf(headers);
        requireNonNull(timeout, "timeout");
    }

    public static HttpCall get(
            URI url, Map<String, String> headers, Duration timeout, int bodyBytesMax) {
        return new HttpCall(url, headers, null, timeout, bodyBytesMax, 0);
    }

    HttpCall redirected(URI target, boolean asGet) {
        return new HttpCall(
                target, headers, asGet ? null : form, timeout, bodyBytesMax, bodyBytesExpected);
    }
}
