package dev.slipway.wire.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.series.Labels;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.otlp.Metric.Attribute;
import dev.slipway.wire.otlp.Metric.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The labels of everything that was measured of one resource: `job` and `instance` from what
/// identifies it, the attributes of each point, and those of resource and scope that are promoted.
/// For one thread.
final class ResourceLabels {
    private static final String NAME = "service.name";
    private static final String NAMESPACE = "service.namespace";
    private static final String INSTANCE = "service.instance.id";

    private final OtlpOptions options;
    private final WireLimits limits;
    private final List<Attribute> attributes;
    private final List<Attribute> promoted = new ArrayList<>();
    private final String job;
    private final String instance;

    ResourceLabels(OtlpOptions options, WireLimits limits, List<Attribute> attributes) {
        this.options = options;
        this.limits = limits;
        this.attributes = attributes;
        String name = value(NAME);
        String namespace = value(NAMESPACE);
        this.job = name.isEmpty() || namespace.isEmpty() ? name : namespace + "/" + name;
        this.instance = value(INSTANCE);
        for (Attribute each : attributes) {
            if (options.promotion().takes(each.key())) {
                promoted.add(each);
            }
        }
    }

    /// Of a point, without the name of its metric. Throws [Refusal].
    Labels.Builder of(List<Attribute> point, Scope scope) {
        Map<String, String> labels = joined(point);
        joined(promoted).forEach(labels::putIfAbsent);
        if (options.promotion().scope() && !scope.name().isEmpty()) {
            labels.put("otel_scope_name", scope.name());
            labels.put("otel_scope_version", scope.version());
            labels.put("otel_scope_schema_url", scope.schemaUrl());
            for (Attribute each : scope.attributes()) {
                labels.put(labelName("otel_scope_" + each.key()), each.value());
            }
        }
        return identified(labels);
    }

    /// Of `target_info`, which says the attributes that no series has; none if nothing identifies
    /// the resource, or there is nothing more to say of it. Throws [Refusal].
    Optional<Labels> target() {
        List<Attribute> said = new ArrayList<>();
        boolean more = false;
        for (Attribute each : attributes) {
            boolean identifying =
                    each.key().equals(NAME)
                            || each.key().equals(NAMESPACE)
                            || each.key().equals(INSTANCE);
            more |= !identifying;
            if (!identifying || options.keepsIdentifying()) {
                said.add(each);
            }
        }
        if (!more || (job.isEmpty() && instance.isEmpty())) {
            return Optional.empty();
        }
        Labels.Builder labels = identified(joined(said));
        return Optional.of(labels.set(Labels.METRIC_NAME, "target_info").build());
    }

    private Labels.Builder identified(Map<String, String> labels) {
        if (!job.isEmpty()) {
            labels.put("job", job);
        }
        if (!instance.isEmpty()) {
            labels.put("instance", instance);
        }
        if (labels.size() > limits.labelsMax()) {
            throw new Refusal(
                    "labels: %d (expected: at most %d)"
                            .formatted(labels.size(), limits.labelsMax()));
        }
        Labels.Builder builder = Labels.builder();
        labels.forEach((name, value) -> {
            requireShort(name);
            requireShort(value);
            builder.set(name, value);
        });
        return builder;
    }

    /// Values of attributes that become the same label stand behind each other, in the order of the
    /// attributes' own names.
    private Map<String, String> joined(List<Attribute> attributes) {
        List<Attribute> sorted = new ArrayList<>(attributes);
        sorted.sort(Comparator.comparing(Attribute::key));
        Map<String, String> labels = new LinkedHashMap<>();
        for (Attribute each : sorted) {
            labels.merge(labelName(each.key()), each.value(), (a, b) -> a + ";" + b);
        }
        return labels;
    }

    private String labelName(String attribute) {
        String name = LabelName.of(attribute, options.translation(), options.labelNaming());
        if (name.isEmpty()) {
            throw new Refusal("attribute \"" + attribute + "\" (expected: a letter or a digit)");
        }
        return name;
    }

    private void requireShort(String text) {
        boolean mayBeLong = text.length() > limits.labelBytesMax() / 3;
        if (mayBeLong && text.getBytes(UTF_8).length > limits.labelBytesMax()) {
            throw new Refusal(
                    "a label of %d characters (expected: at most %d bytes)"
                            .formatted(text.length(), limits.labelBytesMax()));
        }
    }

    private String value(String key) {
        for (Attribute each : attributes) {
            if (each.key().equals(key)) {
                return each.value();
            }
        }
        return "";
    }
}
