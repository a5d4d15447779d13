package dev.slipway.server;

import dev.slipway.edge.EdgeFigures;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.LatencyHistogram;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tells rollouts what the edge carried. Thread-safe.
final class EdgeTraffic implements RevisionTraffic {
    private static final int CLIENT_ERRORS = 4;
    private static final double[] BOUNDS = bounds();

    private final EdgeFigures figures;

    EdgeTraffic(EdgeFigures figures) {
        this.figures = figures;
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        ObjectKey key = new ObjectKey(source.namespace(), source.name());
        Optional<EdgeFigures.Totals> totals =
                switch (source) {
                    case Source.Route _ -> figures.findOfRoute(key, podTemplateHash);
                    case Source.Service _ -> figures.findOfService(key, podTemplateHash);
                };
        return totals.map(EdgeTraffic::translate);
    }

    /// An attempt that could not connect, or got no answer, counts as a request that failed,
    /// whatever the client saw in the end.
    private static TrafficFigures translate(EdgeFigures.Totals totals) {
        return new TrafficFigures(
                totals.attempts(),
                totals.failures(),
                new TrafficFigures.Latencies(BOUNDS, totals.latency().counts()),
                signatures(totals));
    }

    /// What the edge names are failures; an answer of class 4xx is none, but one that only the new
    /// version gives (a route that got lost) is news.
    private static Map<String, Long> signatures(EdgeFigures.Totals totals) {
        Map<String, Long> signatures = new HashMap<>(totals.signatures());
        totals.responses()
                .forEach((code, count) -> {
                    if (code / 100 == CLIENT_ERRORS) {
                        signatures.put("status " + code, count);
                    }
                });
        return signatures;
    }

    private static double[] bounds() {
        double[] bounds = new double[LatencyHistogram.BUCKETS];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = LatencyHistogram.upperBoundSeconds(i);
        }
        return bounds;
    }
}
