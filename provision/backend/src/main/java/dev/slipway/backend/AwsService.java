package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A service of Amazon Web Services to which one talks with signed `POST`s. Thread-safe.
final class AwsService {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private final Site site;
    private final Supplier<AwsCredentials> credentials;
    private final Http http;
    private final InstantSource clock;

    /// Which service, `kms` for one, where.
    record Site(String service, String region, URI uri) {
        /// Where the settings or the environment say, or else where Amazon has it.
        static Site of(Settings settings, String service, String region) {
            String variable = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT);
            String said = settings.part("endpoints", service);
            if (said.isEmpty()) {
                said = settings.text(service + "_endpoint", variable, "AWS_ENDPOINT_URL");
            }
            String address =
                    said.isEmpty() ? "https://" + service + "." + region + domain(region) : said;
            String whole = address.contains("://") ? address : "https://" + address;
            return new Site(service, region, URI.create(whole.endsWith("/") ? whole : whole + "/"));
        }
    }

    /// Refuses what would reach a service another way than this does.
    static void refuseOtherWays(Settings settings) {
        for (String each : List.of("custom_ca_bundle", "insecure")) {
            settings.refuse(each, "certificates are those that Java trusts");
        }
        for (String each : List.of("use_dualstack_endpoint", "use_fips_endpoint")) {
            settings.refuse(each, "say the address in endpoints");
        }
        for (String each : List.of("http_proxy", "https_proxy")) {
            settings.refuse(each, "there are no proxies");
        }
    }

    /// The domain of a region's services, with its dot.
    static String domain(String region) {
        return region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    }

    AwsService(Site site, Supplier<AwsCredentials> credentials, Http http, InstantSource clock) {
        this.site = site;
        this.credentials = credentials;
        this.http = http;
        this.clock = clock;
    }

    /// A call of the JSON protocol; `target` is a name like `TrentService.Decrypt`.
    Http.Answer json(String target, String version, JsonNode request) throws IOException {
        return send(
                Map.of("content-type", "application/x-amz-json-" + version, "x-amz-target", target),
                MAPPER.writeValueAsBytes(request));
    }

    /// A call of the query protocol, which answers XML.
    Http.Answer query(Map<String, String> parameters) throws IOException {
        return send(Map.of("content-type", FORM), form(parameters));
    }

    /// The same without a signature, for callers who have no keys yet.
    static Http.Answer plainQuery(Site site, Map<String, String> parameters, Http http)
            throws IOException {
        return http.send(
                new Http.Request(
                        "POST", site.uri(), Map.of("content-type", FORM), form(parameters)));
    }

    static byte[] form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each ->
                        AwsSignature.escaped(each.getKey(), false)
                                + "="
                                + AwsSignature.escaped(each.getValue(), false))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Http.Answer send(Map<String, String> headers, byte[] body) throws IOException {
        AwsSignature signature = new AwsSignature(credentials.get(), site.region(), site.service());
        return http.send(
                new Http.Request(
                        "POST",
                        site.uri(),
                        signature.headers("POST", site.uri(), headers, body, clock.instant()),
                        body));
    }

    /// What an answer that is an error says, as a part of a sentence.
    static String problem(Http.Answer answer) {
        String code = Xml.first(answer.body(), "Code");
        String message = Xml.first(answer.body(), "Message");
        if (code.isEmpty()) {
            try {
                JsonNode json = MAPPER.readTree(answer.body());
                String type = json.path("__type").asText("");
                code = type.substring(type.indexOf('#') + 1);
                message = json.path("message").asText(json.path("Message").asText(""));
            } catch (IOException e) {
                message = "";
            }
        }
        return answer.status()
                + (code.isEmpty() ? "" : " " + code)
                + (message.isEmpty() ? "" : ": " + message);
    }
}
