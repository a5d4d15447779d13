package dev.slipway.rule;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.template.FunctionSet;
import dev.slipway.template.MissingKey;
import dev.slipway.template.Template;
import dev.slipway.template.TemplateException;
import dev.slipway.template.TextMap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The templates in labels and annotations of alerts: Prometheus' functions and variables over
/// [Template]. Made for one evaluation of one rule: queries look at its moment.
final class AlertTemplates {
    private static final String VARIABLES =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                    + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    /// What is the same for all rules.
    record Setting(RuleQueries queries, Labels externalLabels, URI externalUrl) {}

    /// What `query` answers with.
    record QuerySample(TextMap labels, double value) {}

    private final Setting setting;
    private final FunctionSet functions;
    private final String name;

    /// By text: a rule has few, and each is used for every alert.
    private final Map<String, Template> parsed = new HashMap<>();

    AlertTemplates(Setting setting, String rule, long timeMillis) {
        this.setting = setting;
        this.name = "__alert_" + rule;
        this.functions = functions(setting, timeMillis);
    }

    /// Throws [TemplateException] if a text is no template.
    static void check(String rule, String text) {
        RuleQueries none =
                new RuleQueries() {
                    @Override
                    public List<Sample> evaluate(String expression, long timeMillis) {
                        return List.of();
                    }

                    @Override
                    public Optional<String> findProblem(String expression) {
                        return Optional.empty();
                    }
                };
        Setting nothing = new Setting(none, Labels.EMPTY, URI.create(""));
        Template.parse("__alert_" + rule, VARIABLES + text, functions(nothing, 0));
    }

    /// A mistake becomes part of the text, so that whoever reads the alert sees it.
    String expand(String text, RuleQueries.Sample sample) {
        if (!text.contains("{{")) {
            return text;
        }
        Template template;
        try {
            template = parsed.computeIfAbsent(text, this::parse);
        } catch (TemplateException e) {
            return failed("parsing", e);
        }
        try {
            return template.execute(data(sample));
        } catch (TemplateException e) {
            return failed("executing", e);
        }
    }

    private Template parse(String text) {
        return Template.parse(name, VARIABLES + text, functions).withMissingKey(MissingKey.ZERO);
    }

    private String failed(String doing, TemplateException e) {
        return "<error expanding template: error %s template %s: %s>"
                .formatted(doing, name, e.getMessage());
    }

    private Map<String, Object> data(RuleQueries.Sample sample) {
        FloatHistogram histogram = sample.histogram();
        Object value = histogram == null ? sample.value() : HistogramText.of(histogram);
        return Map.of(
                "Labels", textMap(sample.labels()),
                "ExternalLabels", textMap(setting.externalLabels),
                "ExternalURL", setting.externalUrl.toString(),
                "Value", value);
    }

    private static TextMap textMap(Labels labels) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            map.put(labels.name(i), labels.value(i));
        }
        return TextMap.of(map);
    }

    private static FunctionSet functions(Setting setting, long timeMillis) {
        FunctionSet.Builder builder = FunctionSet.builder();
        addQueries(builder, setting.queries, timeMillis);
        addNumbers(builder, timeMillis);
        addTexts(builder);
        builder.add("pathPrefix", () -> path(setting.externalUrl))
                .add("externalURL", setting.externalUrl::toString)
                .addVariadic("args", AlertTemplates::arguments)
                .addInclude("tmpl");
        return builder.build();
    }

    private static String path(URI url) {
        return url.getPath() == null ? "" : url.getPath();
    }

    private static void addQueries(
            FunctionSet.Builder builder, RuleQueries queries, long timeMillis) {
        builder.add(
                        "query",
                        String.class,
                        expression ->
                                queries.evaluate(expression, timeMillis).stream()
                                        .map(each ->
                                                new QuerySample(
                                                        textMap(each.labels()), each.value()))
                                        .toList())
                .add("first", List.class, AlertTemplates::first)
                .add(
                        "label",
                        String.class,
                        QuerySample.class,
                        (name, each) -> each.labels.get(name))
                .add("value", QuerySample.class, QuerySample::value)
                .add("strvalue", QuerySample.class, each -> each.labels.get("__value__"))
                .add("sortByLabel", String.class, List.class, AlertTemplates::sortedByLabel);
    }

    private static Object first(@Nullable List<?> samples) {
        if (samples == null || samples.isEmpty()) {
            throw new IllegalArgumentException("first() called on vector with no elements");
        }
        return samples.getFirst();
    }

    private static List<?> sortedByLabel(String name, List<?> samples) {
        List<QuerySample> sorted = new ArrayList<>();
        samples.forEach(each -> sorted.add((QuerySample) each));
        sorted.sort(Comparator.comparing(each -> each.labels.get(name)));
        return sorted;
    }

    private static void addNumbers(FunctionSet.Builder builder, long timeMillis) {
        builder.add("humanize", Object.class, value -> Humanize.decimal(number(value)))
                .add("humanize1024", Object.class, value -> Humanize.binary(number(value)))
                .add("humanizeDuration", Object.class, value -> Humanize.duration(number(value)))
                .add(
                        "humanizePercentage",
                        Object.class,
                        value -> Humanize.percentage(number(value)))
                .add("humanizeTimestamp", Object.class, value -> timestamp(number(value)))
                .add("toTime", Object.class, value -> time(number(value)))
                .add("toDuration", Object.class, value -> duration(number(value)))
                .add("now", () -> timeMillis / 1000.0)
                .add(
                        "parseDuration",
                        String.class,
                        text -> PromDuration.parse(text).toMillis() / 1000.0)
                .add("parseDurationTime", String.class, PromDuration::parse);
    }

    private static Object timestamp(double seconds) {
        return Double.isFinite(seconds) ? time(seconds) : Humanize.digits(seconds);
    }

    private static Instant time(double seconds) {
        if (!(Math.abs(seconds) < 9e9)) {
            throw new IllegalArgumentException(
                    seconds + " cannot be represented as a nanoseconds timestamp");
        }
        // To the millisecond, as samples have it.
        return Instant.ofEpochMilli(Math.floorDiv((long) (seconds * 1e9), 1_000_000L));
    }

    private static Duration duration(double seconds) {
        if (!(Math.abs(seconds) < 9e9)) {
            throw new IllegalArgumentException(seconds + " cannot be represented as a duration");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static double number(@Nullable Object value) {
        return switch (value) {
            case null -> throw new IllegalArgumentException("can't convert <nil> to float");
            case Double number -> number;
            case Long number -> number;
            case Duration duration -> duration.toNanos() / 1e9;
            case String text -> parsed(text);
            default ->
                    throw new IllegalArgumentException(
                            "can't convert " + value.getClass().getSimpleName() + " to float");
        };
    }

    private static double parsed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?")) {
                    throw new IllegalArgumentException("\"" + text + "\" is no number");
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static void addTexts(FunctionSet.Builder builder) {
        builder.add("title", String.class, TemplateTexts::title)
                .add("toUpper", String.class, text -> text.toUpperCase(Locale.ROOT))
                .add("toLower", String.class, text -> text.toLowerCase(Locale.ROOT))
                .add("stripPort", String.class, TemplateTexts::stripPort)
                .add("stripDomain", String.class, TemplateTexts::stripDomain)
                .add("match", String.class, String.class, TemplateTexts::matches)
                .add(
                        "reReplaceAll",
                        String.class,
                        String.class,
                        String.class,
                        TemplateTexts::replaceAll)
                .add("safeHtml", String.class, text -> text)
                .add("urlQueryEscape", String.class, TemplateTexts::queryEscape)
                .add("tableLink", String.class, text -> TemplateTexts.graphPath(text, 1))
                .add("graphLink", String.class, text -> TemplateTexts.graphPath(text, 0));
    }

    private static Map<String, @Nullable Object> arguments(List<@Nullable Object> values) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.put("arg" + i, values.get(i));
        }
        return named;
    }
}
