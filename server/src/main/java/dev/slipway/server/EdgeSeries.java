package dev.slipway.server;

import dev.slipway.edge.EdgeFigures;
import dev.slipway.edge.EdgeFigures.MirrorFigures;
import dev.slipway.edge.EdgeFigures.RevisionFigures;
import dev.slipway.metric.figures.FigureSink;
import dev.slipway.metric.figures.FigureSource;
import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.Figures;
import dev.slipway.proxy.LatencyHistogram;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The traffic of each route, service and revision as series: requests, errors, durations.
/// Thread-safe.
final class EdgeSeries implements FigureSource {
    private static final double MICROS = 1e6;

    /// One classic bucket for each doubling.
    private static final int CLASSIC_EVERY = 4;

    private final EdgeFigures figures;

    EdgeSeries(EdgeFigures figures) {
        this.figures = figures;
    }

    @Override
    public void collect(FigureSink sink) {
        figures.all().forEach(each -> tell(sink, each));
        figures.mirrored().forEach(each -> tell(sink, each));
        Figures.Connections connections = figures.connections();
        sink.gauge("slipway_edge_connections", "Open connections of clients.")
                .sample(connections.open());
        sink.counter("slipway_edge_connections_accepted_total", "Connections of clients so far.")
                .sample(connections.accepted());
        sink.counter("slipway_edge_connections_refused_total", "Refused at the limit.")
                .sample(connections.refused());
        sink.counter("slipway_edge_malformed_requests_total", "Requests that were no HTTP.")
                .sample(connections.malformed());
        sink.gauge("slipway_edge_upstream_connections", "Open connections to backends.")
                .sample(connections.upstreamOpen());
    }

    private static void tell(FigureSink sink, RevisionFigures figures) {
        Figures.Traffic traffic = figures.traffic();
        String[] of = labels(figures);
        traffic.responses()
                .forEach((code, count) ->
                        sink.counter("http_requests_total", "Requests by status of the response.")
                                .sample(count, with(of, "code", String.valueOf(code))));
        sink.histogram("http_request_duration_seconds", "From the request to its whole response.")
                .distribution(distribution(traffic.latency()), of);
        sink.counter("http_requests_aborted_total", "Requests without a complete response.")
                .sample(traffic.trouble().aborted(), of);
        sink.counter("slipway_edge_responses_cut_short_total", "Answers that backends did not end.")
                .sample(traffic.trouble().cutShort(), of);
        traffic.failures()
                .forEach((name, count) ->
                        sink.counter("slipway_edge_failures_total", "What failed, by its name.")
                                .sample(count, with(of, "failure", name)));
        sink.counter("slipway_edge_lost_attempts_total", "Connections that ended unanswered.")
                .sample(traffic.trouble().lostAttempts(), of);
        sink.counter("slipway_edge_connect_failures_total", "Backends that could not be reached.")
                .sample(traffic.trouble().connectFailures(), of);
        sink.counter("slipway_edge_retries_total", "Attempts after the first.")
                .sample(traffic.trouble().retries(), of);
        sink.counter("slipway_edge_timeouts_total", "Attempts that took too long.")
                .sample(traffic.trouble().timeouts(), of);
        sink.counter("http_request_size_bytes_total", "Bytes from clients.")
                .sample(traffic.bytes().received(), of);
        sink.counter("http_response_size_bytes_total", "Bytes to clients.")
                .sample(traffic.bytes().sent(), of);
    }

    private static void tell(FigureSink sink, MirrorFigures figures) {
        String[] of =
                labels(
                        figures.routeKind(),
                        figures.route(),
                        figures.service(),
                        figures.port(),
                        figures.revision());
        Figures.Mirrored mirrored = figures.mirrored();
        Figures.Copies copies = mirrored.copies();
        tell(sink, of, "sent", copies.sent());
        tell(sink, of, "failed", copies.failed());
        tell(sink, of, "too-large", copies.tooLarge());
        tell(sink, of, "skipped", copies.skipped());
        compare(sink, of, "same", mirrored.comparison().same());
        compare(sink, of, "other-status", mirrored.comparison().otherStatus());
        compare(sink, of, "other-shape", mirrored.comparison().otherShape());
        compare(sink, of, "not-compared", mirrored.comparison().notCompared());
        mirrored.responses()
                .forEach((code, count) ->
                        sink.counter(
                                        "slipway_edge_mirror_responses_total",
                                        "Answers of mirrors by status.")
                                .sample(count, with(of, "code", String.valueOf(code))));
        sink.histogram(
                        "slipway_edge_mirror_duration_seconds",
                        "From sending a copy to its whole answer.")
                .distribution(distribution(mirrored.latency()), of);
    }

    private static void tell(FigureSink sink, String[] of, String outcome, long count) {
        sink.counter("slipway_edge_mirror_requests_total", "Copies of requests by outcome.")
                .sample(count, with(of, "outcome", outcome));
    }

    private static void compare(FigureSink sink, String[] of, String outcome, long count) {
        sink.counter("slipway_edge_mirror_comparisons_total", "Answers of mirrors, compared.")
                .sample(count, with(of, "outcome", outcome));
    }

    private static String[] labels(RevisionFigures figures) {
        return labels(
                figures.routeKind(),
                figures.route(),
                figures.service(),
                figures.port(),
                figures.revision());
    }

    /// Requests that no backend answered have no service.
    private static String[] labels(
            String routeKind,
            ObjectKey route,
            @Nullable ObjectKey service,
            int port,
            String revision) {
        return new String[] {
            "namespace",
            service == null ? route.namespace() : service.namespace(),
            "route_kind",
            routeKind,
            "route",
            route.name(),
            "service",
            service == null ? "" : service.name(),
            "port",
            service == null ? "" : String.valueOf(port),
            "revision",
            revision
        };
    }

    private static String[] with(String[] labels, String name, String value) {
        String[] more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = name;
        more[labels.length + 1] = value;
        return more;
    }

    private static FigureSink.Distribution distribution(LatencyHistogram latency) {
        double[] bounds = new double[LatencyHistogram.BUCKETS - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = LatencyHistogram.upperBoundSeconds(i);
        }
        double[] counts = LongStream.of(latency.counts()).asDoubleStream().toArray();
        return new FigureSink.Distribution(
                bounds, counts, latency.sumMicros() / MICROS, CLASSIC_EVERY);
    }
}
