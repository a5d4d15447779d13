package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Histograms as a seeded source makes them: counters that mostly grow.
public final class Histograms {
    private static final double[] NONE = {};

    private final SplittableRandom random;
    private final boolean whole;
    private final ResetHint hint;
    private FloatHistogram last;

    public Histograms(SplittableRandom random) {
        this.random = random;
        whole = random.nextBoolean();
        hint = random.nextInt(4) == 0 ? ResetHint.GAUGE : ResetHint.UNKNOWN;
        last = fresh();
    }

    public FloatHistogram next() {
        int kind = random.nextInt(40);
        if (kind == 0) {
            last = fresh();
        } else if (kind == 1) {
            return stale(hint);
        } else if (kind == 2) {
            return last;
        } else {
            last = grown(last);
        }
        return last;
    }

    public static FloatHistogram stale(ResetHint hint) {
        return new FloatHistogram(
                0, hint, 0, 0, 0, StaleMarker.VALUE, List.of(), NONE, List.of(), NONE, NONE);
    }

    private FloatHistogram fresh() {
        boolean custom = random.nextInt(4) == 0;
        double[] bounds = custom ? bounds() : NONE;
        List<Span> positive = custom ? List.of(new Span(0, bounds.length + 1)) : spans();
        List<Span> negative = custom ? List.of() : spans();
        double threshold =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> Math.scalb(1.0, random.nextInt(-243, 11));
                    case 2 -> Math.scalb(1.0, random.nextInt(12, 40));
                    default -> random.nextDouble();
                };
        return new FloatHistogram(
                custom ? FloatHistogram.CUSTOM_BUCKETS : random.nextInt(-4, 9),
                hint,
                custom ? 0 : threshold,
                custom ? 0 : count(),
                1000 + count(),
                random.nextGaussian() * 1000,
                positive,
                counts(positive),
                negative,
                counts(negative),
                bounds);
    }

    private FloatHistogram grown(FloatHistogram from) {
        return new FloatHistogram(
                from.schema(),
                hint,
                from.zeroThreshold(),
                from.hasCustomBuckets() ? 0 : from.zeroCount() + count(),
                from.count() + count(),
                from.sum() + random.nextGaussian() * 100,
                from.positiveSpans(),
                grown(from.positiveCounts()),
                from.negativeSpans(),
                grown(from.negativeCounts()),
                from.customBounds());
    }

    private double[] grown(double[] counts) {
        double[] grown = counts.clone();
        for (int i = 0; i < grown.length; i++) {
            grown[i] += random.nextInt(3) == 0 ? count() : 0;
        }
        return grown;
    }

    private double[] bounds() {
        double[] bounds = new double[random.nextInt(8)];
        double bound = random.nextInt(4) == 0 ? -1 : 0.005;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = bound;
            bound += random.nextBoolean() ? random.nextDouble() : random.nextInt(1, 100_000) / 1e3;
        }
        return bounds;
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int offset = i == 0 ? random.nextInt(-100, 100) : random.nextInt(1, 5);
            spans.add(new Span(offset, 1 + random.nextInt(5)));
        }
        return spans;
    }

    private double[] counts(List<Span> spans) {
        double[] counts = new double[spans.stream().mapToInt(Span::length).sum()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count();
        }
        return counts;
    }

    private double count() {
        long count = random.nextLong(1L << random.nextInt(1, 45));
        return whole ? count : count + random.nextDouble();
    }
}
