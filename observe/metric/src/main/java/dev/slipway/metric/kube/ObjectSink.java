package dev.slipway.metric.kube;

import static java.util.Objects.requireNonNull;

import dev.slipway.metric.figures.FigureSink;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Quantity;
import dev.slipway.model.kinds.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the figures of one object: names begin with `kube_KIND_`, and every series has the
/// object's namespace and name.
final class ObjectSink {
    private static final double MILLIS = 1e3;
    private static final List<String> STATUSES = List.of("true", "false", "unknown");

    private final FigureSink sink;
    private final String kind;
    private final ObjectMeta metadata;
    private final String[] identity;

    ObjectSink(FigureSink sink, String kind, ObjectMeta metadata) {
        this.sink = requireNonNull(sink, "sink");
        this.kind = kind.toLowerCase(Locale.ROOT);
        this.metadata = metadata;
        String name = metadata.key().name();
        String namespace = metadata.key().namespace();
        identity =
                namespace.isEmpty()
                        ? new String[] {this.kind, name}
                        : new String[] {"namespace", namespace, this.kind, name};
    }

    void gauge(String figure, double value, String... labels) {
        String name = "kube_" + kind + "_" + figure;
        sink.gauge(name, help(figure)).sample(value, labels(labels));
    }

    void counter(String figure, double value, String... labels) {
        String name = "kube_" + kind + "_" + figure;
        sink.counter(name, help(figure)).sample(value, labels(labels));
    }

    /// Nothing where there is no value.
    void gaugeIfSet(String figure, @Nullable Number value, String... labels) {
        if (value != null) {
            gauge(figure, value.doubleValue(), labels);
        }
    }

    /// Nothing where there is no time.
    void time(String figure, @Nullable Instant value, String... labels) {
        if (value != null) {
            gauge(figure, value.toEpochMilli() / MILLIS, labels);
        }
    }

    void flag(String figure, boolean value, String... labels) {
        gauge(figure, value ? 1 : 0, labels);
    }

    /// One series for each thing the state may be, 1 for what it is.
    void state(String figure, String label, List<String> states, String current) {
        states.forEach(state -> flag(figure, state.equals(current), label, state));
    }

    /// `condition` and `status`, for each condition.
    void conditions(List<Condition> conditions) {
        for (Condition condition : conditions) {
            for (String status : STATUSES) {
                flag(
                        "status_condition",
                        condition.status().equalsIgnoreCase(status),
                        "condition",
                        condition.type(),
                        "status",
                        status);
            }
        }
    }

    /// One series for each of the three things a condition may be.
    void condition(String figure, @Nullable Condition condition) {
        if (condition != null) {
            STATUSES.forEach(status ->
                    flag(figure, condition.status().equalsIgnoreCase(status), "condition", status));
        }
    }

    /// When it was made, its generation, its labels and its owner.
    void metadata() {
        time("created", metadata.creationTimestamp());
        gaugeIfSet("metadata_generation", metadata.generation());
        labels();
        OwnerReference owner = metadata.controller();
        if (owner != null) {
            gauge(
                    "owner",
                    1.0,
                    "owner_kind",
                    owner.kind(),
                    "owner_name",
                    owner.name(),
                    "owner_is_controller",
                    "true");
        }
    }

    private void labels() {
        String[] pairs = new String[2 * metadata.labels().size()];
        int at = 0;
        for (Map.Entry<String, String> label : metadata.labels().entrySet()) {
            pairs[at++] = "label_" + label.getKey().replaceAll("[^a-zA-Z0-9_]", "_");
            pairs[at++] = label.getValue();
        }
        gauge("labels", 1.0, pairs);
    }

    /// Amounts by resource, with their unit: cores, bytes or a plain number.
    void resources(String figure, Map<String, String> quantities, String... labels) {
        quantities.forEach((resource, quantity) -> {
            if (Quantity.isQuantity(quantity)) {
                double value = Quantity.parse(quantity).amount().doubleValue();
                String[] more = {
                    "resource", resource.replaceAll("[^a-zA-Z0-9_]", "_"), "unit", unit(resource)
                };
                gauge(figure, value, joined(labels, more));
            }
        });
    }

    private static String unit(String resource) {
        return switch (resource) {
            case "cpu" -> "core";
            case "memory", "storage", "ephemeral-storage" -> "byte";
            default -> "integer";
        };
    }

    private String[] labels(String... own) {
        return joined(identity, own);
    }

    private static String[] joined(String[] first, String[] second) {
        String[] joined = new String[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private String help(String figure) {
        return "Of each " + kind + ": " + figure.replace('_', ' ') + ".";
    }
}
