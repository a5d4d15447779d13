package dev.slipway.evidence;

import dev.slipway.judge.Side;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the traffic's figures the way the judge wants them.
final class Sides {
    private Sides() {}

    /// `bounds` is how many bounds of latency the judge knows; others are left out.
    static Side of(TrafficFigures did, int bounds, @Nullable Instant newestInstance) {
        Evidence evidence = did.evidence();
        Map<String, Long> signatures = new HashMap<>();
        did.signatures()
                .forEach((name, count) ->
                        signatures.put(name, Math.min(count, evidence.requests())));
        Side side = Side.of(evidence.requests(), evidence.failures()).withSignatures(signatures);
        long[] counts = did.latencies().counts();
        if (counts.length == bounds) {
            side = side.withLatency(counts);
        }
        return newestInstance == null
                ? side
                : side.withNewestInstance(newestInstance.toEpochMilli());
    }

    /// The bounds of the first of these that has any; none if no one measured latency.
    static List<Double> bounds(TrafficFigures... figures) {
        for (TrafficFigures each : figures) {
            if (!each.latencies().isEmpty()) {
                return Arrays.stream(each.latencies().upperBoundsSeconds()).boxed().toList();
            }
        }
        return List.of();
    }
}
