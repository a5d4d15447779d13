package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Whom to trust and how to show who we are: `tls_config`. Certificates and keys are PEM.
/// Immutable.
public record TlsOptions(
        @Nullable Secret authorities,
        @Nullable Secret certificate,
        @Nullable Secret key,
        String serverName,
        boolean insecure,
        String minimumVersion,
        String maximumVersion) {
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, "", false, "", "");

    public TlsOptions {
        requireNonNull(serverName, "serverName");
        requireNonNull(minimumVersion, "minimumVersion");
        requireNonNull(maximumVersion, "maximumVersion");
    }
}
