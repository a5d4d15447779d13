package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The query language as rules need it. Thread-safe.
public interface RuleQueries {
    /// One value of an answer; a scalar is one without labels.
    ///
    /// @param histogram what counts instead of the value, where it is there
    record Sample(Labels labels, double value, @Nullable FloatHistogram histogram) {
        public Sample {
            requireNonNull(labels, "labels");
        }

        static Sample of(Labels labels, double value) {
            return new Sample(labels, value, null);
        }
    }

    /// The answer at one moment. Throws [RuleException] if there is none: the query fails, or its
    /// answer is neither a vector nor a scalar.
    List<Sample> evaluate(String expression, long timeMillis);

    /// What is wrong with an expression, if anything. That its answer is of no use for a rule is
    /// only said when it is evaluated, as by Prometheus: files that it takes are to be taken here.
    Optional<String> findProblem(String expression);
}
