package dev.slipway.scrape.config;

import dev.slipway.scrape.config.HttpSettings.Credentials;
import dev.slipway.scrape.config.HttpSettings.Proxy;
import dev.slipway.scrape.config.HttpSettings.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what sections say about HTTP: credentials, TLS, proxies, headers.
final class HttpReading {
    private static final String NO_REFERENCES = "there is no secret provider";
    private static final Map<String, String> TLS_VERSIONS =
            Map.of("TLS10", "TLS10", "TLS11", "TLS11", "TLS12", "TLS12", "TLS13", "TLS13");

    private final Path folder;

    HttpReading(Path folder) {
        this.folder = folder;
    }

    HttpSettings settings(Section section) {
        Tls tls = section.object("tls_config", this::tls);
        return new HttpSettings(
                credentials(section),
                tls == null ? Tls.DEFAULT : tls,
                proxy(section),
                section.flag("follow_redirects", true),
                section.flag("enable_http2", true),
                headers(section));
    }

    private Credentials credentials(Section section) {
        List<Credentials> given = new ArrayList<>();
        add(given, section.object("basic_auth", this::basic));
        add(given, section.object("authorization", this::authorization));
        add(given, section.object("oauth2", this::oauth2));
        Confidential token = confidential(section, "bearer_token");
        if (token != null) {
            given.add(new Credentials.Authorization("Bearer", token));
        }
        if (given.size() > 1) {
            section.error(
                    section.node(),
                    "more than one of `basic_auth`, `authorization`, `oauth2`, `bearer_token`"
                            + " (expected: at most one)");
        }
        return given.isEmpty() ? new Credentials.None() : given.getFirst();
    }

    private static void add(List<Credentials> given, @Nullable Credentials credentials) {
        if (credentials != null) {
            given.add(credentials);
        }
    }

    private Credentials basic(Section section) {
        section.ignore(NO_REFERENCES, "username_ref", "password_ref");
        return new Credentials.Basic(
                confidential(section, "username"), confidential(section, "password"));
    }

    private @Nullable Credentials authorization(Section section) {
        section.ignore(NO_REFERENCES, "credentials_ref");
        String type = section.text("type", "Bearer").strip();
        if (type.equalsIgnoreCase("basic")) {
            section.wrong("type", type, "any type but Basic, which is `basic_auth`");
        }
        Confidential value = confidential(section, "credentials");
        return value == null ? null : new Credentials.Authorization(type, value);
    }

    private @Nullable Credentials oauth2(Section section) {
        section.ignore(NO_REFERENCES, "client_secret_ref");
        section.ignore(
                "only client secrets are supported",
                "grant_type",
                "client_certificate_key",
                "client_certificate_key_id",
                "client_certificate_key_file",
                "signature_algorithm",
                "iss",
                "audience",
                "claims");
        String clientId = required(section, "client_id");
        Confidential secret = confidential(section, "client_secret");
        URI url = url(section, "token_url");
        List<String> scopes = section.texts("scopes");
        Map<String, String> parameters = section.textMap("endpoint_params", _ -> true);
        Tls tls = section.object("tls_config", this::tls);
        proxy(section);
        if (secret == null) {
            section.error("client_secret", "`client_secret` or `client_secret_file` is missing");
        }
        if (clientId == null || secret == null || url == null) {
            return null;
        }
        return new Credentials.OAuth2(
                clientId, secret, scopes, url, parameters, tls == null ? Tls.DEFAULT : tls);
    }

    private Tls tls(Section section) {
        section.ignore(NO_REFERENCES, "ca_ref", "cert_ref", "key_ref");
        Tls tls =
                new Tls(
                        confidential(section, "ca"),
                        confidential(section, "cert"),
                        confidential(section, "key"),
                        section.text("server_name"),
                        section.flag("insecure_skip_verify", false),
                        version(section, "min_version"),
                        version(section, "max_version"));
        if ((tls.certificate() == null) != (tls.key() == null)) {
            section.error(section.node(), "a client needs both a certificate and a key");
        }
        return tls;
    }

    private static @Nullable String version(Section section, String key) {
        return section.has(key) ? section.choice(key, "TLS12", TLS_VERSIONS) : null;
    }

    private static Proxy proxy(Section section) {
        URI url = section.has("proxy_url") ? url(section, "proxy_url") : null;
        section.ignore("proxies get no headers of their own", "proxy_connect_header");
        return new Proxy(
                url, section.text("no_proxy", ""), section.flag("proxy_from_environment", false));
    }

    private Map<String, List<Confidential>> headers(Section section) {
        Map<String, List<Confidential>> headers = new LinkedHashMap<>();
        section.object(
                "http_headers",
                all -> {
                    for (String name : all.keys()) {
                        List<Confidential> values = all.object(name, this::headerValues);
                        headers.put(name, values == null ? List.of() : values);
                    }
                    return headers;
                });
        return headers;
    }

    private List<Confidential> headerValues(Section section) {
        List<Confidential> values = new ArrayList<>();
        section.texts("values").forEach(text -> values.add(new Confidential.Inline(text)));
        section.texts("secrets").forEach(text -> values.add(new Confidential.Inline(text)));
        section.texts("files")
                .forEach(file -> values.add(new Confidential.InFile(folder.resolve(file))));
        return values;
    }

    /// A text under `key`, or in the file under `key_file`.
    private @Nullable Confidential confidential(Section section, String key) {
        String text = section.text(key);
        String file = section.text(key + "_file");
        if (text != null && file != null) {
            section.error(
                    key + "_file", "both `%s` and `%s_file` (expected: one)".formatted(key, key));
        }
        if (text != null) {
            return new Confidential.Inline(text);
        }
        return file == null ? null : new Confidential.InFile(folder.resolve(file));
    }

    static @Nullable String required(Section section, String key) {
        String text = section.text(key);
        if (text == null || text.isEmpty()) {
            section.error(key, "`%s` is missing".formatted(key));
            return null;
        }
        return text;
    }

    static @Nullable URI url(Section section, String key) {
        String text = required(section, key);
        if (text == null) {
            return null;
        }
        try {
            URI url = new URI(text);
            boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (known && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below, as for one without a host.
        }
        section.wrong(key, text, "a URL such as `http://host:port/path`");
        return null;
    }
}
