package dev.slipway.scrape;

import dev.slipway.scrape.config.NameValidation;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.ScrapeLimits;
import dev.slipway.scrape.relabel.Relabeling;
import dev.slipway.series.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the labels of a sample become: those of the target are added, conflicts resolved, the rules
/// of the job applied, the limits checked. Immutable.
final class SampleLabels {
    private static final String EXPORTED = "exported_";
    private static final int SHOWN_CHARS = 50;

    private final Labels target;
    private final ScrapeConfig config;

    SampleLabels(Labels target, ScrapeConfig config) {
        this.target = target;
        this.config = config;
    }

    /// Null if the rules drop the sample. Throws [ScrapeException] if it cannot be taken.
    @Nullable Labels of(Labels exposed, List<String> valueless) {
        Labels joined = config.honorLabels() ? honored(exposed, valueless) : renamed(exposed);
        Labels kept = Relabeling.apply(joined, config.metricRelabelRules());
        if (kept == null || kept.isEmpty()) {
            return null;
        }
        check(kept);
        return kept;
    }

    private Labels honored(Labels exposed, List<String> valueless) {
        Labels.Builder labels = exposed.toBuilder();
        for (int i = 0; i < target.size(); i++) {
            String name = target.name(i);
            if (!exposed.has(name) && !valueless.contains(name)) {
                labels.set(name, target.value(i));
            }
        }
        return labels.build();
    }

    private Labels renamed(Labels exposed) {
        Labels.Builder labels = exposed.toBuilder();
        for (int i = 0; i < target.size(); i++) {
            labels.set(target.name(i), target.value(i));
        }
        // Short names first: `exported_a` may itself have to make room for what was `a`.
        IntStream.range(0, exposed.size())
                .filter(i -> target.has(exposed.name(i)))
                .boxed()
                .sorted(Comparator.comparingInt(i -> exposed.name(i).length()))
                .forEach(i -> {
                    String name = EXPORTED + exposed.name(i);
                    while (!labels.value(name).isEmpty()) {
                        name = EXPORTED + name;
                    }
                    labels.set(name, exposed.value(i));
                });
        return labels.build();
    }

    private void check(Labels labels) {
        NameValidation names = config.nameValidation();
        if (labels.metricName().isEmpty()) {
            throw new ScrapeException("sample without a metric name after relabelling: " + labels);
        }
        if (!names.allowsMetric(labels.metricName())) {
            throw new ScrapeException("invalid metric name: " + shortened(labels.metricName()));
        }
        ScrapeLimits limits = config.limits();
        require("label_limit", "labels", labels, labels.size(), limits.labels());
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (!names.allowsLabel(name)) {
                throw new ScrapeException("invalid label name: " + shortened(name));
            }
            require(
                    "label_name_length_limit",
                    "length of name " + shortened(name),
                    labels,
                    length(name),
                    limits.labelNameLength());
            require(
                    "label_value_length_limit",
                    "length of value of " + shortened(name),
                    labels,
                    length(labels.value(i)),
                    limits.labelValueLength());
        }
    }

    private static void require(String limit, String what, Labels labels, long found, long max) {
        if (max > 0 && found > max) {
            throw new ScrapeException(
                    "%s exceeded (metric: %s, %s: %d, limit: %d)"
                            .formatted(limit, shortened(labels.metricName()), what, found, max));
        }
    }

    /// In bytes of UTF-8, without making them.
    private static long length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate is one half of four bytes.
                length += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return length;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
