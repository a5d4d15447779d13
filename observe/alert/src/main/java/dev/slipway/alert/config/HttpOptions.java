package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How requests are made: `http_config`. Immutable.
public record HttpOptions(
        Credentials credentials,
        TlsOptions tls,
        @Nullable URI proxy,
        List<String> noProxy,
        boolean followRedirects,
        boolean http2,
        Map<String, Secret> headers) {
    public static final HttpOptions DEFAULT =
            new HttpOptions(
                    new Credentials.None(),
                    TlsOptions.DEFAULT,
                    null,
                    List.of(),
                    true,
                    true,
                    Map.of());

    /// Who asks.
    public sealed interface Credentials {
        /// Nobody in particular.
        record None() implements Credentials {}

        /// A name and a password.
        record Basic(String username, Secret password) implements Credentials {
            public Basic {
                requireNonNull(username, "username");
                requireNonNull(password, "password");
            }
        }

        /// A value of the `Authorization` header: `Bearer …`.
        record Token(String type, Secret value) implements Credentials {
            public Token {
                requireNonNull(type, "type");
                requireNonNull(value, "value");
            }
        }

        /// A token that is asked for at `tokenUrl` with the id and the secret, and again when it is
        /// no longer valid. `connection` says how that is asked.
        record ClientCredentials(
                String clientId,
                Secret clientSecret,
                URI tokenUrl,
                List<String> scopes,
                Map<String, String> parameters,
                HttpOptions connection)
                implements Credentials {
            public ClientCredentials {
                requireNonNull(clientId, "clientId");
                requireNonNull(clientSecret, "clientSecret");
                requireNonNull(tokenUrl, "tokenUrl");
                scopes = List.copyOf(scopes);
                parameters = Map.copyOf(parameters);
                requireNonNull(connection, "connection");
            }
        }
    }

    HttpOptions signedInBy(Credentials others) {
        return new HttpOptions(others, tls, proxy, noProxy, followRedirects, http2, headers);
    }

    public HttpOptions {
        requireNonNull(credentials, "credentials");
        requireNonNull(tls, "tls");
        noProxy = List.copyOf(noProxy);
        headers = Map.copyOf(headers);
    }
}
