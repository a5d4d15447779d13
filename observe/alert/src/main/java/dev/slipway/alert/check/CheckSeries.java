package dev.slipway.alert.check;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes series of what checks say. Thread-safe.
///
/// | series | value |
/// |---|---|
/// | `nagios_check_state` | 0 to 3, as the exit code |
/// | `nagios_check_hard` | 1 once the state is hard |
/// | `nagios_check_attempt` | the attempt at a new state |
/// | `nagios_check_flapping` | 1 while it changes too often |
/// | `nagios_check_execution_seconds` | how long the plugin took |
/// | `nagios_<check>_<label>` | a figure, in its base unit |
/// | `nagios_<check>_<label>_warning`, `_critical` | the ends of its ranges, by `bound` |
/// | `nagios_<check>_<label>_minimum`, `_maximum` | what it can be at all |
final class CheckSeries {
    private static final System.Logger LOG = System.getLogger(CheckSeries.class.getName());

    private record Sample(Labels labels, double value) {}

    private final SeriesStore store;

    CheckSeries(SeriesStore store) {
        this.store = store;
    }

    void write(CheckOutcome outcome) {
        List<Sample> samples = samples(outcome);
        try (Appender appender = store.appender()) {
            long timeMillis = outcome.time().toEpochMilli();
            for (Sample each : samples) {
                var _ = appender.append(appender.series(each.labels), timeMillis, each.value);
            }
            appender.commit();
        } catch (SeriesException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Figures of a check not written. check=" + outcome.name(),
                    e);
        }
    }

    private static List<Sample> samples(CheckOutcome outcome) {
        Labels.Builder common = Labels.builder();
        outcome.check()
                .spec()
                .labels()
                .forEach((name, value) -> common.set(identifier(name), value));
        Labels labels =
                common.set("check", outcome.name()).set("namespace", outcome.namespace()).build();
        CheckProgress progress = outcome.progress();
        List<Sample> samples = new ArrayList<>();
        samples.add(sample(labels, "nagios_check_state", progress.state().code()));
        samples.add(sample(labels, "nagios_check_hard", progress.hard() ? 1 : 0));
        samples.add(sample(labels, "nagios_check_attempt", progress.attempt()));
        samples.add(sample(labels, "nagios_check_flapping", progress.flapping() ? 1 : 0));
        samples.add(
                sample(
                        labels,
                        "nagios_check_execution_seconds",
                        outcome.duration().toNanos() / 1e9));
        for (PerformanceValue each : outcome.output().figures()) {
            addFigure(samples, each, labels, "nagios_" + identifier(outcome.name()) + "_");
        }
        return samples;
    }

    private static void addFigure(
            List<Sample> samples, PerformanceValue figure, Labels labels, String prefix) {
        String name = prefix + identifier(figure.label());
        Labels own = labels.with("label", figure.label()).with("unit", figure.unit().text());
        if (!Double.isNaN(figure.value())) {
            samples.add(sample(own, name, figure.value()));
        }
        addRange(samples, figure.warning(), own, name + "_warning");
        addRange(samples, figure.critical(), own, name + "_critical");
        if (!Double.isNaN(figure.minimum())) {
            samples.add(sample(own, name + "_minimum", figure.minimum()));
        }
        if (!Double.isNaN(figure.maximum())) {
            samples.add(sample(own, name + "_maximum", figure.maximum()));
        }
    }

    private static void addRange(
            List<Sample> samples, @Nullable ThresholdRange range, Labels labels, String name) {
        if (range == null) {
            return;
        }
        if (range.inside()) {
            addRange(
                    samples,
                    new ThresholdRange(range.start(), range.end(), false),
                    labels.with("worries", "inside"),
                    name);
            return;
        }
        if (!Double.isInfinite(range.start())) {
            samples.add(sample(labels.with("bound", "lower"), name, range.start()));
        }
        if (!Double.isInfinite(range.end())) {
            samples.add(sample(labels.with("bound", "upper"), name, range.end()));
        }
    }

    private static Sample sample(Labels labels, String name, double value) {
        return new Sample(labels.with(Labels.METRIC_NAME, name), value);
    }

    /// `/` is what disk checks call the root.
    static String identifier(String text) {
        String plain = text.equals("/") ? "root" : text;
        String safe = plain.replaceAll("[^a-zA-Z0-9]+", "_").replaceAll("^_+|_+$", "");
        return safe.isEmpty() ? "value" : safe.toLowerCase(Locale.ROOT);
    }
}
