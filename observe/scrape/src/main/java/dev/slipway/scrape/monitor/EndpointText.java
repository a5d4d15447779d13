package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all objects say alike of how to scrape: times, limits, credentials, TLS.
final class EndpointText {
    private static final Map<String, String> ENDPOINT =
            Map.ofEntries(
                    Map.entry("interval", "scrape_interval"),
                    Map.entry("scrapeInterval", "scrape_interval"),
                    Map.entry("scrapeTimeout", "scrape_timeout"),
                    Map.entry("path", "metrics_path"),
                    Map.entry("metricsPath", "metrics_path"),
                    Map.entry("params", "params"),
                    Map.entry("honorLabels", "honor_labels"),
                    Map.entry("honorTimestamps", "honor_timestamps"),
                    Map.entry("trackTimestampsStaleness", "track_timestamps_staleness"),
                    Map.entry("enableCompression", "enable_compression"),
                    Map.entry("followRedirects", "follow_redirects"),
                    Map.entry("enableHttp2", "enable_http2"),
                    Map.entry("enableHTTP2", "enable_http2"),
                    Map.entry("proxyUrl", "proxy_url"),
                    Map.entry("noProxy", "no_proxy"));
    private static final Map<String, String> LIMITS =
            Map.ofEntries(
                    Map.entry("sampleLimit", "sample_limit"),
                    Map.entry("targetLimit", "target_limit"),
                    Map.entry("labelLimit", "label_limit"),
                    Map.entry("labelNameLengthLimit", "label_name_length_limit"),
                    Map.entry("labelValueLengthLimit", "label_value_length_limit"),
                    Map.entry("bodySizeLimit", "body_size_limit"),
                    Map.entry("keepDroppedTargets", "keep_dropped_targets"),
                    Map.entry("scrapeProtocols", "scrape_protocols"),
                    Map.entry("fallbackScrapeProtocol", "fallback_scrape_protocol"),
                    Map.entry("scrapeNativeHistograms", "scrape_native_histograms"),
                    Map.entry("nativeHistogramBucketLimit", "native_histogram_bucket_limit"),
                    Map.entry(
                            "nativeHistogramMinBucketFactor", "native_histogram_min_bucket_factor"),
                    Map.entry("scrapeClassicHistograms", "always_scrape_classic_histograms"));

    private final SecretTexts secrets;

    EndpointText(SecretTexts secrets) {
        this.secrets = secrets;
    }

    void add(JsonNode endpoint, JobText job) {
        ENDPOINT.forEach((field, key) -> job.copy(endpoint, field, key));
        scheme(endpoint, job.object());
        job.copy(endpoint, "keepDroppedTargets", "keep_dropped_targets");
        JsonNode metric = endpoint.path("metricRelabelings");
        if (!metric.isEmpty()) {
            job.object().set("metric_relabel_configs", JobText.allRules(metric));
        }
        http(endpoint, job.object());
    }

    void addLimits(JsonNode spec, JobText job) {
        LIMITS.forEach((field, key) -> job.copy(spec, field, key));
    }

    /// Credentials and TLS, as targets and discovery services both have them.
    void http(JsonNode endpoint, ObjectNode target) {
        if (!endpoint.path("bearerTokenFile").asText("").isEmpty()) {
            throw new MonitorException(
                    "bearerTokenFile: files of the server are not read (expected: a secret)");
        }
        String token = secrets.secret(endpoint.path("bearerTokenSecret"));
        if (token != null) {
            target.putObject("authorization").put("credentials", token);
        }
        authorization(endpoint.path("authorization"), target);
        JsonNode basic = endpoint.path("basicAuth");
        if (basic.isObject()) {
            ObjectNode pair = target.putObject("basic_auth");
            put(pair, "username", secrets.secret(basic.path("username")));
            put(pair, "password", secrets.secret(basic.path("password")));
        }
        oauth2(endpoint.path("oauth2"), target);
        tls(endpoint.path("tlsConfig"), target);
    }

    private void authorization(JsonNode authorization, ObjectNode target) {
        String credentials = secrets.secret(authorization.path("credentials"));
        if (credentials != null) {
            ObjectNode translated = target.putObject("authorization");
            put(translated, "type", authorization.path("type").asText(null));
            translated.put("credentials", credentials);
        }
    }

    private void oauth2(JsonNode oauth, ObjectNode target) {
        if (!oauth.isObject()) {
            return;
        }
        ObjectNode translated = target.putObject("oauth2");
        put(translated, "client_id", secrets.either(oauth.path("clientId")));
        put(translated, "client_secret", secrets.secret(oauth.path("clientSecret")));
        put(translated, "token_url", oauth.path("tokenUrl").asText(null));
        if (oauth.path("scopes").isArray()) {
            translated.set("scopes", oauth.path("scopes"));
        }
        if (oauth.path("endpointParams").isObject()) {
            translated.set("endpoint_params", oauth.path("endpointParams"));
        }
        tls(oauth.path("tlsConfig"), translated);
    }

    private void tls(JsonNode tls, ObjectNode target) {
        if (!tls.isObject()) {
            return;
        }
        for (String file : new String[] {"caFile", "certFile", "keyFile"}) {
            if (!tls.path(file).asText("").isEmpty()) {
                throw new MonitorException(
                        "tlsConfig.%s: files of the server are not read (expected: a secret)"
                                .formatted(file));
            }
        }
        ObjectNode translated = target.putObject("tls_config");
        put(translated, "ca", secrets.either(tls.path("ca")));
        put(translated, "cert", secrets.either(tls.path("cert")));
        put(translated, "key", secrets.secret(tls.path("keySecret")));
        put(translated, "server_name", tls.path("serverName").asText(null));
        put(translated, "min_version", tls.path("minVersion").asText(null));
        put(translated, "max_version", tls.path("maxVersion").asText(null));
        if (tls.path("insecureSkipVerify").asBoolean(false)) {
            translated.put("insecure_skip_verify", true);
        }
    }

    /// Newer versions of the operator write it in capitals.
    private static void scheme(JsonNode endpoint, ObjectNode target) {
        String scheme = endpoint.path("scheme").asText("");
        if (!scheme.isEmpty()) {
            target.put("scheme", scheme.toLowerCase(Locale.ROOT));
        }
    }

    private static void put(ObjectNode target, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            target.put(key, value);
        }
    }
}
