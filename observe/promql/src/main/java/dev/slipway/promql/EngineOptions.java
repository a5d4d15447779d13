package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.syntax.ParserOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// How queries are read and evaluated. Immutable.
///
/// @param lookback how old a sample may be to stand for a time after it
/// @param subqueryStep resolution of subqueries that name none; upstream takes the evaluation
///   interval of rules
/// @param language which experimental parts are understood in queries given as text
public record EngineOptions(
        Duration lookback,
        Duration subqueryStep,
        QueryLimits limits,
        ParserOptions language,
        Set<Flag> flags) {
    /// What upstream switches on with `--enable-feature`, beside the parts of the language.
    public enum Flag {
        /// Names of metrics go when the query ends, not where a function or operator drops them.
        DELAYED_NAME_REMOVAL
    }

    public EngineOptions {
        requireNonNull(lookback, "lookback");
        requireNonNull(subqueryStep, "subqueryStep");
        requireNonNull(limits, "limits");
        requireNonNull(language, "language");
        flags = Set.copyOf(flags);
    }

    public static EngineOptions defaults() {
        return new EngineOptions(
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                QueryLimits.defaults(),
                ParserOptions.stable(),
                Set.of());
    }

    public EngineOptions withLookback(Duration other) {
        return new EngineOptions(other, subqueryStep, limits, language, flags);
    }

    public EngineOptions withSubqueryStep(Duration other) {
        return new EngineOptions(lookback, other, limits, language, flags);
    }

    public EngineOptions withLimits(QueryLimits others) {
        return new EngineOptions(lookback, subqueryStep, others, language, flags);
    }

    public EngineOptions withLanguage(ParserOptions other) {
        return new EngineOptions(lookback, subqueryStep, limits, other, flags);
    }

    public EngineOptions withFlags(Set<Flag> others) {
        return new EngineOptions(lookback, subqueryStep, limits, language, others);
    }

    /// With everything experimental, in the language too.
    public EngineOptions withAllFlags() {
        return withFlags(EnumSet.allOf(Flag.class)).withLanguage(ParserOptions.all());
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
