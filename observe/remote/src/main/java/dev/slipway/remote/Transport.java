package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How another store is reached.
///
/// @param timeout of a whole exchange, from the connection to the last byte of the answer
/// @param authorization the value of the header `Authorization`, asked for each request, since
///   tokens change; empty for none
/// @param tls null for that of the JDK
/// @param proxy null for none
public record Transport(
        URI uri,
        Duration timeout,
        Map<String, String> headers,
        Supplier<String> authorization,
        @Nullable SSLContext tls,
        @Nullable ProxySelector proxy) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    public Transport {
        requireNonNull(uri, "uri");
        requireNonNull(timeout, "timeout");
        requireNonNull(authorization, "authorization");
        headers = Map.copyOf(headers);
    }

    /// Without credentials, and with a timeout of 30 seconds.
    public static Transport of(URI uri) {
        return new Transport(uri, TIMEOUT, Map.of(), () -> "", null, null);
    }

    public Transport withTimeout(Duration other) {
        return new Transport(uri, other, headers, authorization, tls, proxy);
    }
}
