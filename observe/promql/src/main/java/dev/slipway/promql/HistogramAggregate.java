package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.HistogramSum;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Sums and averages of native histograms, as aggregations over series and over time have them.
final class HistogramAggregate {
    private static final String OPERATION = "aggregation";

    private HistogramAggregate() {}

    static void ofWindow(Window window, RangeCall call, boolean average) {
        Result result = of(window::histogram, window.histograms(), average);
        if (result.histogram == null) {
            call.notes().mixedBucketSchemas(call.metric(), call.position());
            return;
        }
        result.note(call.notes(), call.position());
        call.emit(result.histogram);
    }

    static Result of(List<FloatHistogram> histograms, boolean average) {
        return of(histograms::get, histograms.size(), average);
    }

    /// @param histogram null if exponential and custom buckets were mixed
    record Result(
            @Nullable FloatHistogram histogram, boolean resetConflict, boolean boundsReconciled) {
        void note(Notes notes, int position) {
            if (resetConflict) {
                notes.conflictingResets(OPERATION, position);
            }
            if (boundsReconciled) {
                notes.reconciledBounds(OPERATION, position);
            }
        }
    }

    private static Result of(IntFunction<FloatHistogram> histograms, int count, boolean average) {
        HistogramSum sum = new HistogramSum(histograms.apply(0));
        for (int i = 1; i < count; i++) {
            if (!sum.isCompatible(histograms.apply(i))) {
                return new Result(null, false, false);
            }
            sum.add(histograms.apply(i));
        }
        if (average) {
            sum = sum.hasOverflow() ? movingMean(histograms, count) : sum.divide(count);
        }
        return new Result(sum.result(), sum.hasResetConflict(), sum.hasReconciledBounds());
    }

    private static HistogramSum movingMean(IntFunction<FloatHistogram> histograms, int count) {
        HistogramSum mean = new HistogramSum(histograms.apply(0));
        for (int i = 1; i < count; i++) {
            mean.scale((double) i / (i + 1));
            mean.add(histograms.apply(i).dividedBy(i + 1));
        }
        return mean;
    }
}
