package dev.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Stack;
import dev.slipway.stack.StackEngine.Output;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a Stack's outputs where workloads can refer to them: texts as they are, everything else
/// as JSON. Objects that somebody else made are left alone. Thread-safe.
final class StackOutputs {
    private final Resources<ConfigMap> configMaps;
    private final Resources<Secret> secrets;

    StackOutputs(Cluster cluster) {
        configMaps = cluster.resources(Kinds.CONFIG_MAP);
        secrets = cluster.resources(Kinds.SECRET);
    }

    /// Null if all is written, else what is in the way.
    @Nullable String write(Stack stack, Map<String, Output> outputs) {
        Stack.Outputs wanted = stack.spec().outputs();
        if (wanted == null) {
            return null;
        }
        Map<String, String> open = new TreeMap<>();
        Map<String, String> all = new TreeMap<>();
        outputs.forEach((name, output) -> {
            String text = text(output.value());
            if (!output.sensitive()) {
                open.put(name, text);
            }
            all.put(name, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
        });
        String problem = null;
        if (wanted.configMap() != null) {
            ObjectMeta metadata = metadata(stack, wanted.configMap());
            problem =
                    put(
                            configMaps,
                            stack,
                            metadata,
                            open,
                            () -> new ConfigMap(metadata, open, Map.of(), null));
        }
        if (problem == null && wanted.secret() != null) {
            ObjectMeta metadata = metadata(stack, wanted.secret());
            problem =
                    put(
                            secrets,
                            stack,
                            metadata,
                            all,
                            () -> new Secret(metadata, "Opaque", all, null));
        }
        return problem;
    }

    private static ObjectMeta metadata(Stack stack, String name) {
        return ObjectMeta.named(stack.key().namespace(), name)
                .withOwner(OwnerReference.controlledBy(Kinds.STACK, stack.metadata()));
    }

    private static <T extends Resource> @Nullable String put(
            Resources<T> resources,
            Stack stack,
            ObjectMeta metadata,
            Map<String, String> data,
            Supplier<T> fresh) {
        ObjectKey key = metadata.key();
        T there = resources.find(key).orElse(null);
        if (there == null) {
            try {
                resources.create(fresh.get());
                return null;
            } catch (ApiException e) {
                if (e.reason() != Reason.ALREADY_EXISTS) {
                    throw e;
                }
                there = resources.find(key).orElse(null);
            }
        }
        if (there == null || !isOf(stack, there)) {
            return "outputs: %s is there already and is not this Stack's".formatted(key.name());
        }
        resources.patch(key, new Patch.MergePatch(replacing(there, data)));
        return null;
    }

    private static boolean isOf(Stack stack, Resource object) {
        OwnerReference owner = object.metadata().controller();
        return owner != null && owner.uid().equals(stack.metadata().storedUid());
    }

    /// A merge patch after which there is this data and no other.
    private static ObjectNode replacing(Resource there, Map<String, String> data) {
        ObjectNode patch = Json.object();
        ObjectNode change = patch.putObject("data");
        Json.tree(there).path("data").fieldNames().forEachRemaining(change::putNull);
        data.forEach(change::put);
        return patch;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
