package dev.slipway.evidence.prometheus;

import dev.slipway.evidence.TrafficFigures;
import dev.slipway.evidence.prometheus.PrometheusClient.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one version did since it was first asked for. Looked at by one thread at a time, read by
/// any.
final class VersionCounts {
    private static final String BOUND = "le";

    private final TrafficQueries queries;
    private final SeriesCounts requestCounts = new SeriesCounts();
    private final SeriesCounts latencyCounts = new SeriesCounts();

    /// Requests that took at most the bound, by the bound in seconds: cumulative as Prometheus has
    /// them.
    private final TreeMap<Double, Double> withinBound = new TreeMap<>();

    private double requests;
    private double failures;
    private volatile Optional<TrafficFigures> figures = Optional.empty();

    VersionCounts(TrafficQueries queries) {
        this.queries = queries;
    }

    Optional<TrafficFigures> figures() {
        return figures;
    }

    void look(List<Sample> requestSamples, List<Sample> latencySamples) {
        requestCounts.look(requestSamples, this::addRequests);
        latencyCounts.look(latencySamples, this::addLatencies);
        if (requests > 0) {
            figures =
                    Optional.of(
                            new TrafficFigures(
                                    Math.round(requests), Math.round(failures), latencies()));
        }
    }

    private void addRequests(Map<String, String> labels, double grown) {
        requests += grown;
        if (isFailure(labels.getOrDefault(queries.codeLabel(), ""))) {
            failures += grown;
        }
    }

    /// Proxies say `0` or nothing where no answer came.
    private static boolean isFailure(String code) {
        return code.startsWith("5") || code.equals("0") || code.isEmpty();
    }

    private void addLatencies(Map<String, String> labels, double grown) {
        double bound = PrometheusClient.number(labels.getOrDefault(BOUND, ""));
        if (!Double.isNaN(bound)) {
            withinBound.merge(bound * queries.latencyUnitSeconds(), grown, Double::sum);
        }
    }

    private TrafficFigures.Latencies latencies() {
        double[] bounds = new double[withinBound.size()];
        long[] counts = new long[bounds.length];
        int bucket = 0;
        double below = 0;
        for (Map.Entry<Double, Double> each : withinBound.entrySet()) {
            bounds[bucket] = each.getKey();
            counts[bucket++] = Math.max(0, Math.round(each.getValue() - below));
            below = each.getValue();
        }
        return new TrafficFigures.Latencies(bounds, counts);
    }
}
