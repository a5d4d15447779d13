package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a call is answered. Bodies are made while they are sent.
sealed interface Reply {
    /// JSON with `"status":"success"`.
    ///
    /// @param data writes one value
    record Data(Consumer<JsonWriter> data, List<String> warnings, List<String> infos)
            implements Reply {}

    /// Anything else that is there already.
    ///
    /// @param contentType empty where there is no body
    record Plain(int status, String contentType, byte[] body, Map<String, String> headers)
            implements Reply {}

    /// Anything else that comes piece by piece.
    record Streamed(String contentType, Consumer<ByteSink> body) implements Reply {}

    static Reply data(Consumer<JsonWriter> data) {
        return new Data(data, List.of(), List.of());
    }

    static Reply data(Consumer<JsonWriter> data, List<String> warnings) {
        return new Data(data, warnings, List.of());
    }

    static Reply text(int status, String text) {
        return new Plain(status, "text/plain; charset=utf-8", text.getBytes(UTF_8), Map.of());
    }

    static Reply noContent() {
        return new Plain(204, "", new byte[0], Map.of());
    }

    static Reply redirect(String location) {
        return new Plain(302, "", new byte[0], Map.of("location", location));
    }
}
