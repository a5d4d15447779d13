package dev.slipway.evidence.prometheus;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the traffic of one version is found among the series of whoever carries it. Templates are
/// selectors of counters, with these words in them:
///
/// - `{{namespace}}` and `{{source}}`: of the service or route whose traffic is meant;
/// - `{{hash}}`: the hash of the version's pod template, which is part of its pods' names;
/// - `{{services}}`: the services that select this version now, as a regular expression.
///
/// @param requests the counter of requests, a series for each code
/// @param codeLabel the label with the code of the answer; `5xx`, `0` and nothing are failures
/// @param latencies the counter of a classic histogram's buckets, or null
/// @param latencyUnitSeconds what 1 in the label `le` means
public record TrafficQueries(
        String requests, String codeLabel, @Nullable String latencies, double latencyUnitSeconds) {
    private static final String SERVICES = "{{services}}";
    private static final double MILLIS = 0.001;
    private static final String OF_PODS = "{%snamespace=\"{{namespace}}\",pod=~\".+-{{hash}}-.+\"}";

    private static final Map<String, TrafficQueries> KNOWN =
            new TreeMap<>(
                    Map.of(
                            "istio",
                            of(
                                    "istio_requests_total",
                                    "response_code",
                                    "istio_request_duration_milliseconds_bucket",
                                    MILLIS,
                                    OF_PODS.formatted("reporter=\"destination\",")),
                            "linkerd",
                            of(
                                    "response_total",
                                    "status_code",
                                    "response_latency_ms_bucket",
                                    MILLIS,
                                    OF_PODS.formatted("direction=\"inbound\",")),
                            "nginx",
                            of(
                                    "nginx_ingress_controller_requests",
                                    "status",
                                    "nginx_ingress_controller_request_duration_seconds_bucket",
                                    1,
                                    "{exported_namespace=\"{{namespace}}\","
                                            + "exported_service=~\"{{services}}\"}"),
                            "traefik",
                            of(
                                    "traefik_service_requests_total",
                                    "code",
                                    "traefik_service_request_duration_seconds_bucket",
                                    1,
                                    "{service=~\"{{namespace}}-({{services}})-.+\"}"),
                            "envoy",
                            of(
                                    "envoy_cluster_upstream_rq",
                                    "envoy_response_code",
                                    "envoy_cluster_upstream_rq_time_bucket",
                                    MILLIS,
                                    "{envoy_cluster_name=~\"{{namespace}}[_/]({{services}})[_/].+\"}"),
                            "slipway",
                            of(
                                    "http_requests_total",
                                    "code",
                                    "http_request_duration_seconds_bucket",
                                    1,
                                    "{namespace=\"{{namespace}}\",revision=\"{{hash}}\"}")));

    public TrafficQueries {
        requireNonNull(requests, "requests");
        requireNonNull(codeLabel, "codeLabel");
    }

    private static TrafficQueries of(
            String requests, String codeLabel, String latencies, double unit, String selector) {
        return new TrafficQueries(requests + selector, codeLabel, latencies + selector, unit);
    }

    /// The queries for a known carrier of traffic, or null.
    public static @Nullable TrafficQueries known(String name) {
        return KNOWN.get(name);
    }

    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    /// A query of one's own, without latencies.
    public static TrafficQueries custom(String requests, String codeLabel) {
        return new TrafficQueries(requests, codeLabel, null, 1);
    }

    boolean namesServices() {
        return requests.contains(SERVICES);
    }

    static String fill(
            String template, String namespace, String source, String hash, List<String> services) {
        String alternatives =
                services.stream().map(TrafficQueries::literal).collect(Collectors.joining("|"));
        return template.replace("{{namespace}}", namespace)
                .replace("{{source}}", source)
                .replace("{{hash}}", hash)
                .replace(SERVICES, alternatives);
    }

    /// Names of services have no other character that means something to an expression.
    private static String literal(String name) {
        return Pattern.compile("[.]").matcher(name).replaceAll("[.]");
    }
}
