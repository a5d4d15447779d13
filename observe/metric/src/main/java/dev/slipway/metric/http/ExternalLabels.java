package dev.slipway.metric.http;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.List;

/// The labels that tell this server from others, which series have for others but not in the
/// storage. Immutable.
record ExternalLabels(Labels labels) {
    /// The series as others see it: what it says itself counts.
    Labels addTo(Labels series) {
        if (labels.isEmpty()) {
            return series;
        }
        Labels.Builder builder = series.toBuilder();
        for (int i = 0; i < labels.size(); i++) {
            if (!series.has(labels.name(i))) {
                builder.set(labels.name(i), labels.value(i));
            }
        }
        return builder.build();
    }

    /// The matchers without those that ask for one of these labels, which no stored series has.
    List<Matcher> withoutOwn(List<Matcher> matchers) {
        return matchers.stream().filter(each -> !isOwn(each)).toList();
    }

    private boolean isOwn(Matcher matcher) {
        return matcher.type() == Matcher.Type.EQUAL
                && labels.has(matcher.name())
                && labels.value(matcher.name()).equals(matcher.value());
    }
}
