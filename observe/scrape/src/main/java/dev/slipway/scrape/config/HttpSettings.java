package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How requests are made: to targets, discovery services, Alertmanagers, remote storage.
public record HttpSettings(
        Credentials credentials,
        Tls tls,
        Proxy proxy,
        boolean followRedirects,
        boolean enableHttp2,
        Map<String, List<Confidential>> headers) {
    public static final HttpSettings DEFAULT =
            new HttpSettings(new Credentials.None(), Tls.DEFAULT, Proxy.NONE, true, true, Map.of());

    public HttpSettings {
        requireNonNull(credentials, "credentials");
        requireNonNull(tls, "tls");
        requireNonNull(proxy, "proxy");
        headers = Map.copyOf(headers);
    }

    public HttpSettings withCredentials(Credentials changed) {
        return new HttpSettings(changed, tls, proxy, followRedirects, enableHttp2, headers);
    }

    /// Who we say we are.
    public sealed interface Credentials {
        /// Nobody in particular.
        record None() implements Credentials {}

        /// Name and password.
        record Basic(@Nullable Confidential username, @Nullable Confidential password)
                implements Credentials {}

        /// The `Authorization` header of a type, such as `Bearer`.
        record Authorization(String type, Confidential value) implements Credentials {
            public Authorization {
                requireNonNull(type, "type");
                requireNonNull(value, "value");
            }
        }

        /// A token fetched with client credentials (RFC 6749, section 4.4).
        record OAuth2(
                String clientId,
                Confidential clientSecret,
                List<String> scopes,
                URI tokenUrl,
                Map<String, String> endpointParameters,
                Tls tls)
                implements Credentials {
            public OAuth2 {
                requireNonNull(clientId, "clientId");
                requireNonNull(clientSecret, "clientSecret");
                scopes = List.copyOf(scopes);
                requireNonNull(tokenUrl, "tokenUrl");
                endpointParameters = Map.copyOf(endpointParameters);
                requireNonNull(tls, "tls");
            }
        }
    }

    /// Whom to trust and what to show. PEM texts.
    ///
    /// @param authority the certificates trusted instead of the machine's
    /// @param serverName the name expected in the certificate instead of the host's
    /// @param minVersion `TLS12` and so on as Prometheus writes it
    public record Tls(
            @Nullable Confidential authority,
            @Nullable Confidential certificate,
            @Nullable Confidential key,
            @Nullable String serverName,
            boolean insecureSkipVerify,
            @Nullable String minVersion,
            @Nullable String maxVersion) {
        public static final Tls DEFAULT = new Tls(null, null, null, null, false, null, null);
    }

    /// Through whom to go.
    ///
    /// @param noProxy hosts and domains reached directly, separated by commas
    public record Proxy(@Nullable URI url, String noProxy, boolean fromEnvironment) {
        public static final Proxy NONE = new Proxy(null, "", false);

        public Proxy {
            requireNonNull(noProxy, "noProxy");
        }
    }
}
