package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.slipway.model.ApiException;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what typed Go clients send: four bytes `k8s\0`, an envelope with the object's type, and in
/// it the object as a Protocol Buffers message. The message is walked by its description and turned
/// into the JSON that the same client would have sent otherwise.
///
/// The wire does not tell an unset field from one with the zero value: Go writes every field that
/// is not a pointer. So zero values are left out, except for the fields below whose zero means
/// something; that is what the client's own JSON encoding does, and defaults depend on it.
///
/// Stateless. The descriptions are large and are loaded by the first request that needs them, which
/// is why nothing else may touch this class.
final class ProtobufReader {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /// Messages of Go's embedded structs: their fields belong to the message around them.
    private static final Set<String> EMBEDDED =
            Set.of(
                    "localObjectReference",
                    "volumeSource",
                    "persistentVolumeSource",
                    "handler",
                    "ephemeralContainerCommon",
                    "ingressRuleValue");

    private static final Set<String> ZERO_NUMBERS_KEPT =
            Set.of(
                    "activeDeadlineSeconds",
                    "backoffLimit",
                    "backoffLimitPerIndex",
                    "completions",
                    "currentHealthy",
                    "defaultMode",
                    "deletionGracePeriodSeconds",
                    "desiredHealthy",
                    "disruptionsAllowed",
                    "exitCode",
                    "expectedPods",
                    "failedJobsHistoryLimit",
                    "fsGroup",
                    "gracePeriodSeconds",
                    "leaseTransitions",
                    "maxFailedIndexes",
                    "minReplicas",
                    "mode",
                    "parallelism",
                    "partition",
                    "priority",
                    "progressDeadlineSeconds",
                    "replicas",
                    "restartCount",
                    "revisionHistoryLimit",
                    "runAsGroup",
                    "runAsUser",
                    "stabilizationWindowSeconds",
                    "startingDeadlineSeconds",
                    "successfulJobsHistoryLimit",
                    "terminationGracePeriodSeconds",
                    "tolerationSeconds",
                    "ttlSecondsAfterFinished",
                    "value");

    private static final Set<String> FALSE_DROPPED =
            Set.of(
                    "hostIPC",
                    "hostNetwork",
                    "hostPID",
                    "paused",
                    "publishNotReadyAddresses",
                    "readOnly",
                    "stdin",
                    "stdinOnce",
                    "tty",
                    "unschedulable");

    private static final Set<String> EMPTY_TEXT_KEPT = Set.of("storageClassName", "holderIdentity");

    private static final Set<String> EMPTY_MESSAGES_DROPPED =
            Set.of(
                    "conditions",
                    "deprecatedSource",
                    "involvedObject",
                    "lastState",
                    "loadBalancer",
                    "metadata",
                    "regarding",
                    "resources",
                    "scaleTargetRef",
                    "source",
                    "spec",
                    "state",
                    "status",
                    "strategy",
                    "template",
                    "updateStrategy");

    private static final Set<String> ZERO_PORTS_DROPPED = Set.of("port", "targetPort");

    /// Throws [ApiException] (`BAD_REQUEST`) for broken bodies, `UNSUPPORTED_MEDIA_TYPE` for types
    /// whose encoding is not known.
    ObjectNode read(byte[] body) {
        if (!startsWithMagic(body)) {
            throw ApiException.badRequest(
                    "body is not in the Protocol Buffers form of Kubernetes (expected: k8s\\0 at"
                            + " the start)");
        }
        try {
            ByteString content =
                    ByteString.copyFrom(body, MAGIC.length, body.length - MAGIC.length);
            DynamicMessage envelope = DynamicMessage.parseFrom(ProtobufTypes.ENVELOPE, content);
            ObjectNode described = Json.object();
            fill(described, envelope);
            JsonNode meta = described.path("typeMeta");
            GroupVersionKind type =
                    GroupVersionKind.of(
                            meta.path("apiVersion").asText(""), meta.path("kind").asText(""));
            ByteString raw = ProtobufScalars.bytes(envelope, "raw");
            return described.path("contentType").asText("").contains("json")
                    ? Json.parseObject(raw.toByteArray())
                    : object(type, raw);
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.badRequest("invalid Protocol Buffers body: " + e.getMessage());
        }
    }

    private ObjectNode object(GroupVersionKind type, ByteString raw)
            throws InvalidProtocolBufferException {
        Descriptor descriptor = ProtobufTypes.find(type);
        if (descriptor == null) {
            throw new ApiException(
                    ApiException.Reason.UNSUPPORTED_MEDIA_TYPE,
                    "no Protocol Buffers encoding is known for "
                            + type
                            + "; send application/json");
        }
        ObjectNode object = Json.object();
        object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        fill(object, DynamicMessage.parseFrom(descriptor, raw));
        return object;
    }

    private static boolean startsWithMagic(byte[] body) {
        if (body.length < MAGIC.length) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (body[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static void fill(ObjectNode target, Message message) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            Object value = entry.getValue();
            if (EMBEDDED.contains(field.getName()) && value instanceof Message embedded) {
                fill(target, embedded);
            } else if (field.isMapField()) {
                target.set(field.getName(), map((List<?>) value));
            } else if (field.isRepeated()) {
                target.set(field.getName(), list((List<?>) value));
            } else {
                JsonNode json = json(value);
                if (json != null && !isUnset(field.getName(), value, json)) {
                    target.set(field.getName(), json);
                }
            }
        }
    }

    private static boolean isUnset(String name, Object value, JsonNode json) {
        return switch (value) {
            case Message _ -> isUnsetMessage(name, json);
            case Boolean truth -> !truth && FALSE_DROPPED.contains(name);
            case Number number -> number.longValue() == 0 && !ZERO_NUMBERS_KEPT.contains(name);
            case String text -> text.isEmpty() && !EMPTY_TEXT_KEPT.contains(name);
            default -> false;
        };
    }

    private static boolean isUnsetMessage(String name, JsonNode json) {
        return json.isObject()
                ? json.isEmpty() && EMPTY_MESSAGES_DROPPED.contains(name)
                : json.isInt() && json.intValue() == 0 && ZERO_PORTS_DROPPED.contains(name);
    }

    private static ArrayNode list(List<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
        for (Object value : values) {
            JsonNode json = json(value);
            array.add(json == null ? JsonNodeFactory.instance.nullNode() : json);
        }
        return array;
    }

    private static ObjectNode map(List<?> entries) {
        ObjectNode object = Json.object();
        for (Object entry : entries) {
            Message message = (Message) entry;
            Descriptor type = message.getDescriptorForType();
            Object key = message.getField(type.findFieldByNumber(1));
            object.set(key.toString(), json(message.getField(type.findFieldByNumber(2))));
        }
        return object;
    }

    /// Null for a time that is not set.
    private static @Nullable JsonNode json(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case String text -> nodes.textNode(text);
            case Boolean truth -> nodes.booleanNode(truth);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case Float number -> nodes.numberNode(number);
            case ByteString bytes -> base64(bytes);
            case EnumValueDescriptor word -> nodes.textNode(word.getName());
            case Message message -> message(message);
            default -> throw new IllegalStateException("Unexpected value " + value.getClass());
        };
    }

    private static JsonNode base64(ByteString bytes) {
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        return JsonNodeFactory.instance.textNode(text);
    }

    private static @Nullable JsonNode message(Message message) {
        if (ProtobufScalars.isScalar(message)) {
            return ProtobufScalars.json(message);
        }
        return switch (message.getDescriptorForType().getName()) {
            case "ExtraValue", "Verbs" -> items(message);
            default -> {
                ObjectNode object = Json.object();
                fill(object, message);
                yield object;
            }
        };
    }

    private static ArrayNode items(Message message) {
        FieldDescriptor items = message.getDescriptorForType().findFieldByName("items");
        return list((List<?>) message.getField(items));
    }
}
