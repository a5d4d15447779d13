package dev.slipway.rule;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.series.SeriesSource;

/// The whole of PromQL, for tests that compare with Prometheus.
final class RealLanguage {
    private RealLanguage() {}

    static RuleQueries over(SeriesSource source) {
        return new PromqlQueries(
                new PromqlEngine(EngineOptions.defaults(), System::nanoTime),
                source,
                text -> PromqlParser.parse(text, ParserOptions.stable()));
    }
}
