package dev.slipway.rule;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;

/// See [RuleState]; remembers nothing.
final class RecordingState implements RuleState {
    private final Rule.Recording rule;
    private final RuleQueries queries;

    RecordingState(Rule.Recording rule, RuleQueries queries) {
        this.rule = rule;
        this.queries = queries;
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public List<RuleQueries.Sample> evaluate(Moment moment, int limit) {
        List<RuleQueries.Sample> written = new ArrayList<>();
        for (RuleQueries.Sample each : queries.evaluate(rule.expression(), moment.queryMillis())) {
            Labels named = each.labels().with(Labels.METRIC_NAME, rule.name());
            written.add(
                    new RuleQueries.Sample(
                            RuleState.with(named, rule.labels()), each.value(), each.histogram()));
        }
        RuleState.checkDistinct(written, "applying rule labels");
        if (limit > 0 && written.size() > limit) {
            throw new RuleException(
                    "exceeded limit of " + limit + " with " + written.size() + " series");
        }
        return written;
    }
}
