package dev.slipway.scrape.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.scrape.config.Confidential;
import dev.slipway.scrape.config.HttpSettings;
import dev.slipway.scrape.config.HttpSettings.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Settings of requests for those who make them with a client of their own: remote write, alerts.
public final class OutgoingHttp {
    private static final System.Logger LOG = System.getLogger(OutgoingHttp.class.getName());

    private OutgoingHttp() {}

    /// Null where the machine's own is meant. Certificates are read once. Throws
    /// [IllegalArgumentException] if they cannot be used.
    public static @Nullable SSLContext tls(HttpSettings settings) {
        if (settings.tls().equals(HttpSettings.Tls.DEFAULT)) {
            return null;
        }
        try {
            return TlsMaterial.read(settings.tls()).context();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("tls_config cannot be used: " + e.getMessage(), e);
        }
    }

    public static ProxySelector proxy(HttpSettings settings) {
        return ProxyChoice.of(settings.proxy(), System::getenv);
    }

    /// The value of the header `Authorization`, empty for none. Files are read each time; if one
    /// cannot be, nothing is sent, and the other side says what is missing. OAuth 2 is not known
    /// here: throws [IllegalArgumentException].
    public static Supplier<String> authorization(HttpSettings settings) {
        return switch (settings.credentials()) {
            case Credentials.None _ -> () -> "";
            case Credentials.Basic(var name, var password) ->
                    () -> {
                        String both = revealed(name) + ":" + revealed(password);
                        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
                    };
            case Credentials.Authorization(String type, var value) ->
                    () -> type + " " + revealed(value);
            case Credentials.OAuth2 _ ->
                    throw new IllegalArgumentException(
                            "oauth2 is not supported here (expected: basic_auth, authorization)");
        };
    }

    /// Further headers as they are now.
    public static Map<String, String> headers(HttpSettings settings) {
        Map<String, String> headers = new HashMap<>();
        try {
            for (Map.Entry<String, List<Confidential>> each : settings.headers().entrySet()) {
                for (Confidential value : each.getValue()) {
                    headers.put(each.getKey(), value.reveal());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return headers;
    }

    private static String revealed(@Nullable Confidential secret) {
        try {
            return secret == null ? "" : secret.reveal();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Credentials cannot be read", e);
            return "";
        }
    }
}
