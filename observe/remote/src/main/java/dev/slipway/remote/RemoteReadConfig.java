package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.net.URI;

/// One entry of `remote_read`.
///
/// @param transport to the endpoint of remote read, `…/api/v1/read`
/// @param api where the HTTP API is asked for series and labels, `…/api/v1/`
/// @param requiredMatchers a selector that does not demand these values is not asked here
/// @param readsRecent whether it is asked too for what the embedded store has
/// @param externalLabels what is asked for besides the selector, and taken off from what is found:
///   the labels that writing added
public record RemoteReadConfig(
        String name,
        Transport transport,
        URI api,
        Labels requiredMatchers,
        boolean readsRecent,
        Labels externalLabels,
        Limits limits) {
    public RemoteReadConfig {
        requireNonNull(name, "name");
        requireNonNull(transport, "transport");
        requireNonNull(api, "api");
        requireNonNull(requiredMatchers, "requiredMatchers");
        requireNonNull(externalLabels, "externalLabels");
        requireNonNull(limits, "limits");
    }

    /// Everything is asked of this store, whose HTTP API is beside its remote read.
    public static RemoteReadConfig of(String name, Transport transport) {
        URI api = transport.uri().resolve("./");
        return new RemoteReadConfig(
                name, transport, api, Labels.EMPTY, true, Labels.EMPTY, Limits.DEFAULT);
    }

    /// How much one answer may hold; one that holds more is a failure.
    public record Limits(int bodyBytesMax, int seriesMax) {
        public static final Limits DEFAULT = new Limits(256 << 20, 1_000_000);

        public Limits {
            if (bodyBytesMax < 1 || seriesMax < 1) {
                throw new IllegalArgumentException(
                        "bodyBytesMax, seriesMax: %d, %d (expected: at least 1 each)"
                                .formatted(bodyBytesMax, seriesMax));
            }
        }
    }
}
