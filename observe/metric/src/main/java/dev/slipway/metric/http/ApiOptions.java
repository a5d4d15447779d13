package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import java.util.EnumSet;
import java.util.Set;

/// How the API behaves. Immutable.
///
/// @param corsOrigins which pages of others a browser lets read answers, the whole origin; `.*` for
///   any, as in Prometheus
/// @param home where `/` leads to
public record ApiOptions(Set<Feature> features, ReadLimits read, Pattern corsOrigins, String home) {
    /// What Prometheus switches on with a flag of its own.
    public enum Feature {
        /// Deletion and snapshots: `--web.enable-admin-api`.
        ADMIN,
        /// `/-/reload`: `--web.enable-lifecycle`.
        LIFECYCLE,
        /// `/api/v1/write`: `--web.enable-remote-write-receiver`.
        REMOTE_WRITE,
        /// `/api/v1/otlp/v1/metrics`: `--web.enable-otlp-receiver`.
        OTLP
    }

    /// Of remote reads.
    ///
    /// @param samplesMax of one answer that is not streamed
    /// @param concurrency how many are answered at the same time
    /// @param frameBytes how large a frame of a streamed answer becomes, about
    public record ReadLimits(int samplesMax, int concurrency, int frameBytes) {
        public static final ReadLimits DEFAULT = new ReadLimits(50_000_000, 10, 1 << 20);

        public ReadLimits {
            if (samplesMax < 1 || concurrency < 1 || frameBytes < 1) {
                throw new IllegalArgumentException(
                        "read limits: %d, %d, %d (expected: at least 1 each)"
                                .formatted(samplesMax, concurrency, frameBytes));
            }
        }
    }

    public ApiOptions {
        features = Set.copyOf(features);
        requireNonNull(read, "read");
        requireNonNull(corsOrigins, "corsOrigins");
        requireNonNull(home, "home");
    }

    /// Both receivers on, deletion and reloading off.
    public static ApiOptions defaults() {
        return new ApiOptions(
                EnumSet.of(Feature.REMOTE_WRITE, Feature.OTLP),
                ReadLimits.DEFAULT,
                Pattern.compile(".*"),
                "api/v1/status/buildinfo");
    }

    public ApiOptions withFeatures(Set<Feature> others) {
        return new ApiOptions(others, read, corsOrigins, home);
    }

    public ApiOptions withHome(String other) {
        return new ApiOptions(features, read, corsOrigins, other);
    }

    public ApiOptions withCorsOrigins(Pattern others) {
        return new ApiOptions(features, read, others, home);
    }

    public ApiOptions withRead(ReadLimits others) {
        return new ApiOptions(features, others, corsOrigins, home);
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
