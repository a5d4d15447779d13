package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SelectorText;
import java.io.IOException;
import java.io.OutputStream;

/// Writes an exposition as text, family by family: Slipway's own metrics, and federation, whose
/// families have type unknown and samples with times. Protobuf is not written. To be ended with
/// [#finish]. Not thread-safe; it does not close the stream.
public final class ExpositionWriter {
    private static final int FLUSH_CHARS = 16 << 10;

    private final OutputStream stream;
    private final Exposition format;
    private final boolean open;
    private final StringBuilder text = new StringBuilder(FLUSH_CHARS + 1_024);

    public ExpositionWriter(Exposition format, OutputStream stream) {
        if (format == Exposition.PROTOBUF) {
            throw new IllegalArgumentException("format: PROTOBUF (expected: one of the texts)");
        }
        this.format = format;
        this.open = format == Exposition.OPENMETRICS;
        this.stream = requireNonNull(stream, "stream");
    }

    public void write(MetricFamily family) throws IOException {
        Metadata metadata = family.metadata();
        String name = describedName(family);
        if (!metadata.help().isEmpty()) {
            comment("HELP", name).append(escaped(metadata.help(), open)).append('\n');
        }
        comment("TYPE", name).append(typeText(metadata.type())).append('\n');
        if (open && !metadata.unit().isEmpty() && name.endsWith("_" + metadata.unit())) {
            comment("UNIT", name).append(metadata.unit()).append('\n');
        }
        for (MetricFamily.Sample sample : family.samples()) {
            sample(sample, metadata.type());
            flushIfLong();
        }
    }

    /// Writes what is left, and the end that OpenMetrics has.
    public void finish() throws IOException {
        if (open) {
            text.append("# EOF\n");
        }
        flush();
        stream.flush();
    }

    private void sample(MetricFamily.Sample sample, Metadata.Type type) {
        Labels labels = sample.labels();
        String name = labels.metricName();
        if (open && type == Metadata.Type.COUNTER && !name.endsWith("_created")) {
            name = withoutTotal(name) + "_total";
        }
        series(name, labels);
        text.append(' ').append(number(sample.value()));
        Long timeMillis = sample.timeMillis();
        if (timeMillis != null) {
            text.append(' ').append(time(timeMillis));
        }
        Exemplar exemplar = sample.exemplar();
        if (open && exemplar != null) {
            text.append(" # ");
            braces("", exemplar.labels());
            text.append(' ').append(number(exemplar.value()));
            text.append(' ').append(time(exemplar.timeMillis()));
        }
        text.append('\n');
    }

    private void series(String name, Labels labels) {
        boolean bare = SelectorText.isMetricName(name) || format != Exposition.TEXT_UTF8;
        if (bare) {
            text.append(underscored(name, true));
        }
        int namePairs = labels.has(Labels.METRIC_NAME) ? 1 : 0;
        if (labels.size() > namePairs || !bare) {
            braces(bare ? "" : name, labels);
        }
    }

    private void braces(String quotedName, Labels labels) {
        text.append('{');
        String separator = "";
        if (!quotedName.isEmpty()) {
            quoted(quotedName);
            separator = ",";
        }
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (name.equals(Labels.METRIC_NAME)) {
                continue;
            }
            text.append(separator);
            if (SelectorText.isLabelName(name) || format != Exposition.TEXT_UTF8) {
                text.append(underscored(name, false));
            } else {
                quoted(name);
            }
            text.append('=');
            quoted(labels.value(i));
            separator = ",";
        }
        text.append('}');
    }

    private void quoted(String value) {
        text.append('"').append(escaped(value, true)).append('"');
    }

    private StringBuilder comment(String word, String name) {
        text.append("# ").append(word).append(' ');
        if (SelectorText.isMetricName(name) || format != Exposition.TEXT_UTF8) {
            text.append(underscored(name, true));
        } else {
            quoted(name);
        }
        return text.append(' ');
    }

    /// OpenMetrics describes a counter without `_total`, the older text by the name of its samples.
    private String describedName(MetricFamily family) {
        if (family.metadata().type() != Metadata.Type.COUNTER) {
            return family.name();
        }
        if (open) {
            return withoutTotal(family.name());
        }
        return family.samples().isEmpty()
                ? family.name()
                : family.samples().getFirst().labels().metricName();
    }

    private String typeText(Metadata.Type type) {
        if (open) {
            return type.text();
        }
        return switch (type) {
            case UNKNOWN -> "untyped";
            case INFO, STATE_SET -> "gauge";
            case GAUGE_HISTOGRAM -> "histogram";
            case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.text();
        };
    }

    private String number(double value) {
        return open ? NumberText.openMetrics(value) : NumberText.of(value);
    }

    private String time(long millis) {
        if (!open) {
            return Long.toString(millis);
        }
        String sign = millis < 0 ? "-" : "";
        return "%s%d.%03d".formatted(sign, Math.abs(millis / 1_000), Math.abs(millis % 1_000));
    }

    /// The name with what is not allowed in it as underscores.
    private static String underscored(String name, boolean colons) {
        return (colons && SelectorText.isMetricName(name)) || SelectorText.isLabelName(name)
                ? name
                : PrometheusNames.underscored(name, colons);
    }

    private static String withoutTotal(String name) {
        return name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
    }

    private static String escaped(String value, boolean quotes) {
        boolean plain =
                value.indexOf('\\') < 0 && value.indexOf('\n') < 0 && value.indexOf('"') < 0;
        if (plain) {
            return value;
        }
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
        return quotes ? escaped.replace("\"", "\\\"") : escaped;
    }

    private void flushIfLong() throws IOException {
        if (text.length() > FLUSH_CHARS) {
            flush();
        }
    }

    private void flush() throws IOException {
        stream.write(text.toString().getBytes(UTF_8));
        text.setLength(0);
    }
}
