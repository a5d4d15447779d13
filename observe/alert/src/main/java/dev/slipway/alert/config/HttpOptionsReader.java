package dev.slipway.alert.config;

import dev.slipway.alert.config.HttpOptions.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `http_config` and `tls_config`. Stateless.
final class HttpOptionsReader {
    private static final Set<String> TLS_VERSIONS = Set.of("", "TLS10", "TLS11", "TLS12", "TLS13");

    private HttpOptionsReader() {}

    /// What the field `http_config` of an object says.
    static HttpOptions of(Fields owner, HttpOptions inherited) {
        Fields fields = owner.object("http_config");
        if (fields == null) {
            return inherited;
        }
        Map<String, Secret> headers = new LinkedHashMap<>();
        Fields headerFields = fields.object("http_headers");
        if (headerFields != null) {
            readHeaders(headerFields, headers);
        }
        fields.ignore("proxy_connect_header");
        if (fields.flag("proxy_from_environment", false)) {
            fields.findings()
                    .warning(
                            fields.at("proxy_from_environment"),
                            "`proxy_from_environment` has no effect: not supported, set"
                                    + " `proxy_url`");
        }
        HttpOptions options =
                new HttpOptions(
                        credentials(fields),
                        tls(fields, "tls_config"),
                        proxy(fields),
                        noProxy(fields),
                        fields.flag("follow_redirects", true),
                        fields.flag("enable_http2", true),
                        headers);
        fields.end();
        return options;
    }

    static TlsOptions tls(Fields owner, String field) {
        Fields fields = owner.object(field);
        if (fields == null) {
            return TlsOptions.DEFAULT;
        }
        TlsOptions options =
                new TlsOptions(
                        fields.secret("ca"),
                        fields.secret("cert"),
                        fields.secret("key"),
                        fields.text("server_name", ""),
                        fields.flag("insecure_skip_verify", false),
                        version(fields, "min_version"),
                        version(fields, "max_version"));
        if ((options.certificate() == null) != (options.key() == null)) {
            fields.error("cert", "expected a certificate and its key, or neither");
        }
        fields.end();
        return options;
    }

    private static String version(Fields fields, String field) {
        String version = fields.text(field, "");
        if (!TLS_VERSIONS.contains(version)) {
            fields.error(
                    field, "found `%s`, expected TLS10, TLS11, TLS12 or TLS13".formatted(version));
        }
        return version;
    }

    private static Credentials credentials(Fields fields) {
        List<Credentials> found = new ArrayList<>();
        Fields basic = fields.object("basic_auth");
        if (basic != null) {
            found.add(basic(basic));
        }
        Fields authorization = fields.object("authorization");
        if (authorization != null) {
            String type = authorization.text("type", "Bearer");
            if (type.equalsIgnoreCase("basic")) {
                authorization.error(
                        "type", "found `%s`, expected `basic_auth` for it".formatted(type));
            }
            found.add(new Credentials.Token(type, required(authorization, "credentials")));
            authorization.end();
        }
        Secret bearer = fields.secret("bearer_token");
        if (bearer != null) {
            found.add(new Credentials.Token("Bearer", bearer));
        }
        Fields oauth2 = fields.object("oauth2");
        if (oauth2 != null) {
            found.add(clientCredentials(oauth2));
        }
        if (found.size() > 1) {
            fields.findings()
                    .error(
                            fields.node(),
                            "`%s`: found several ways to sign in, expected one of `basic_auth`, `authorization`, `bearer_token`, `oauth2`"
                                    .formatted(fields.name()));
        }
        return found.isEmpty() ? new Credentials.None() : found.getFirst();
    }

    private static Credentials clientCredentials(Fields fields) {
        String id = fields.text("client_id", "");
        if (id.isEmpty()) {
            fields.error("client_id", "found nothing, expected the client's id");
        }
        URI tokenUrl = URI.create("http://localhost");
        if (fields.has("token_url")) {
            tokenUrl = fields.parsed("token_url", tokenUrl, text -> Urls.parse(text, Urls.WEB));
        } else {
            fields.error("token_url", "found nothing, expected where tokens are asked for");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Fields given = fields.object("endpoint_params");
        if (given != null) {
            given.names().forEach(name -> parameters.put(name, given.text(name, "")));
            given.end();
        }
        HttpOptions connection =
                new HttpOptions(
                        new Credentials.None(),
                        tls(fields, "tls_config"),
                        proxy(fields),
                        noProxy(fields),
                        true,
                        true,
                        Map.of());
        Credentials credentials =
                new Credentials.ClientCredentials(
                        id,
                        required(fields, "client_secret"),
                        tokenUrl,
                        fields.texts("scopes"),
                        parameters,
                        connection);
        fields.ignore("proxy_from_environment", "proxy_connect_header");
        fields.end();
        return credentials;
    }

    private static Credentials basic(Fields fields) {
        String username = fields.text("username", "");
        if (fields.has("username_file")) {
            fields.error("username_file", "not supported, expected `username`");
        }
        Secret password = fields.secret("password");
        fields.end();
        return new Credentials.Basic(username, password == null ? new Secret.Text("") : password);
    }

    private static Secret required(Fields fields, String field) {
        Secret secret = fields.secret(field);
        if (secret == null) {
            fields.error(field, "found nothing, expected it or `%s_file`".formatted(field));
            return new Secret.Text("");
        }
        return secret;
    }

    private static @Nullable URI proxy(Fields fields) {
        String text = fields.text("proxy_url", "");
        if (text.isEmpty()) {
            return null;
        }
        return fields.parsed(
                "proxy_url",
                URI.create("http://localhost"),
                each -> Urls.parse(each, Set.of("http")));
    }

    private static List<String> noProxy(Fields fields) {
        String text = fields.text("no_proxy", "");
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    private static void readHeaders(Fields fields, Map<String, Secret> headers) {
        for (String name : fields.names()) {
            Fields header = fields.object(name);
            if (header == null) {
                continue;
            }
            for (String value : header.texts("values")) {
                headers.put(name, new Secret.Text(value));
            }
            for (String field : List.of("secrets", "files")) {
                for (String value : header.texts(field)) {
                    headers.put(
                            name,
                            field.equals("files")
                                    ? new Secret.Stored(fields.findings().resolve(value))
                                    : new Secret.Text(value));
                }
                header.elements(field).forEach(fields.findings()::secret);
            }
            header.end();
        }
        fields.end();
    }
}
