package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.HistogramSum;
import org.jspecify.annotations.Nullable;

/// Applies a binary operator to two samples, each a float or a histogram, and says what there is to
/// say about combinations that make no sense. For one thread.
final class Elements {
    private static final String FLOAT = "float";
    private static final String HISTOGRAM = "histogram";

    private final Operator operator;

    /// Whether a comparison answers 0 or 1 rather than the sample or nothing.
    private final boolean bool;

    private final Notes notes;
    private final int position;

    Elements(Operator operator, boolean bool, Notes notes, int position) {
        this.operator = operator;
        this.bool = bool;
        this.notes = notes;
        this.position = position;
    }

    /// Writes the result into the row, or nothing.
    ///
    /// @param answer what a comparison that holds keeps: 0 the left sample, 1 the right one
    void apply(Operand left, Operand right, int answer, Row target, int step) {
        FloatHistogram leftHistogram = left.histogram;
        FloatHistogram rightHistogram = right.histogram;
        if (leftHistogram == null && rightHistogram == null) {
            floats(left.value, right.value, answer, target, step);
        } else if (leftHistogram != null && rightHistogram != null) {
            histograms(leftHistogram, rightHistogram, target, step);
        } else {
            FloatHistogram mixed = mixed(left, right);
            if (mixed != null) {
                target.set(step, mixed);
            }
        }
    }

    /// One side of an operation.
    static final class Operand {
        double value;
        @Nullable FloatHistogram histogram;

        void take(Row row, int step) {
            value = row.value(step);
            histogram = row.histogram(step);
        }

        void take(double scalar) {
            value = scalar;
            histogram = null;
        }
    }

    private void floats(double left, double right, int answer, Row target, int step) {
        if (operator == Operator.TRIM_LOWER || operator == Operator.TRIM_UPPER) {
            notes.incompatibleTypes(FLOAT, operator.text(), FLOAT, position);
            return;
        }
        double result = operator.compute(left, right);
        if (!operator.isComparison() || bool) {
            target.set(step, result);
        } else if (result != 0) {
            target.set(step, answer == 0 ? left : right);
        }
    }

    private void histograms(FloatHistogram left, FloatHistogram right, Row target, int step) {
        switch (operator) {
            case ADD, SUBTRACT -> {
                FloatHistogram sum = combine(left, right);
                if (sum != null) {
                    target.set(step, sum);
                }
            }
            case EQUAL, NOT_EQUAL -> {
                boolean holds = left.hasSameCounts(right) == (operator == Operator.EQUAL);
                if (bool) {
                    target.set(step, holds ? 1 : 0);
                } else if (holds) {
                    target.set(step, left);
                }
            }
            case MULTIPLY,
                    DIVIDE,
                    MODULO,
                    POWER,
                    ATAN2,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    TRIM_UPPER,
                    TRIM_LOWER ->
                    notes.incompatibleTypes(HISTOGRAM, operator.text(), HISTOGRAM, position);
        }
    }

    private @Nullable FloatHistogram combine(FloatHistogram left, FloatHistogram right) {
        boolean adding = operator == Operator.ADD;
        String name = adding ? "addition" : "subtraction";
        HistogramSum sum = new HistogramSum(left);
        if (!sum.isCompatible(right)) {
            notes.incompatibleBuckets(operator.text(), position);
            return null;
        }
        if (adding) {
            sum.add(right);
        } else {
            sum.subtract(right);
        }
        if (sum.hasResetConflict()) {
            notes.conflictingResets(name, position);
        }
        if (sum.hasReconciledBounds()) {
            notes.reconciledBounds(name, position);
        }
        return sum.result();
    }

    private @Nullable FloatHistogram mixed(Operand left, Operand right) {
        FloatHistogram leftHistogram = left.histogram;
        FloatHistogram rightHistogram = right.histogram;
        if (leftHistogram == null && rightHistogram != null) {
            if (operator == Operator.MULTIPLY) {
                return rightHistogram.scaled(left.value);
            }
            notes.incompatibleTypes(FLOAT, operator.text(), HISTOGRAM, position);
        } else if (leftHistogram != null) {
            switch (operator) {
                case MULTIPLY -> {
                    return leftHistogram.scaled(right.value);
                }
                case DIVIDE -> {
                    return leftHistogram.dividedBy(right.value);
                }
                case TRIM_UPPER -> {
                    return HistogramTrim.below(leftHistogram, right.value);
                }
                case TRIM_LOWER -> {
                    return HistogramTrim.above(leftHistogram, right.value);
                }
                case ADD,
                        SUBTRACT,
                        MODULO,
                        POWER,
                        ATAN2,
                        EQUAL,
                        NOT_EQUAL,
                        LESS,
                        LESS_OR_EQUAL,
                        GREATER,
                        GREATER_OR_EQUAL ->
                        notes.incompatibleTypes(HISTOGRAM, operator.text(), FLOAT, position);
            }
        }
        return null;
    }
}
