package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.slipway.model.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Messages that are one value in JSON: quantities, numbers that may be names, times, embedded
/// JSON.
final class ProtobufScalars {
    private static final int STRING_KIND = 1;
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private ProtobufScalars() {}

    static boolean isScalar(Message message) {
        return switch (message.getDescriptorForType().getFullName()) {
            case "k8s.io.apimachinery.pkg.api.resource.Quantity",
                    "k8s.io.apimachinery.pkg.util.intstr.IntOrString",
                    "k8s.io.apimachinery.pkg.apis.meta.v1.Time",
                    "k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime",
                    "k8s.io.apimachinery.pkg.apis.meta.v1.Duration",
                    "k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1",
                    "k8s.io.apimachinery.pkg.runtime.RawExtension" ->
                    true;
            default -> false;
        };
    }

    /// Null for a time that is not set, and for no JSON.
    static @Nullable JsonNode json(Message message) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (message.getDescriptorForType().getName()) {
            case "Quantity" -> nodes.textNode(text(message, "string"));
            case "IntOrString" ->
                    number(message, "type") == STRING_KIND
                            ? nodes.textNode(text(message, "strVal"))
                            : nodes.numberNode((int) number(message, "intVal"));
            case "Time" -> time(message, false);
            case "MicroTime" -> time(message, true);
            case "Duration" -> nodes.textNode(duration(number(message, "duration")));
            case "FieldsV1" -> embedded(message, "Raw");
            default -> embedded(message, "raw");
        };
    }

    private static @Nullable JsonNode time(Message message, boolean microseconds) {
        long seconds = number(message, "seconds");
        long nanos = number(message, "nanos");
        if (seconds == 0 && nanos == 0) {
            return null;
        }
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return JsonNodeFactory.instance.textNode(
                microseconds ? MICROSECONDS.format(instant) : Json.time(instant));
    }

    /// As Go writes durations of whole seconds, which are the only ones in use.
    private static String duration(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        long hours = seconds / 3600;
        long minutes = seconds % 3600 / 60;
        StringBuilder text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        return text.append(seconds % 60).append('s').toString();
    }

    private static @Nullable JsonNode embedded(Message message, String field) {
        ByteString json = bytes(message, field);
        return json.isEmpty() ? null : Json.parseObject(json.toByteArray());
    }

    static ByteString bytes(Message message, String field) {
        return (ByteString) message.getField(field(message, field));
    }

    private static String text(Message message, String field) {
        return (String) message.getField(field(message, field));
    }

    private static long number(Message message, String field) {
        return ((Number) message.getField(field(message, field))).longValue();
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }
}
