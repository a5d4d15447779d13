package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Answer;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Makes the cluster as manifests say, changing only what they say: a three-way comparison of what
/// was applied last, what is to be applied, and what is there. The last manifest is kept in the
/// annotation that `kubectl apply` uses, so that both may be used on the same object.
final class Applier {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String WRITE = "?fieldManager=slipway&fieldValidation=Strict";

    /// What applying did.
    enum Outcome {
        created,
        configured,
        unchanged
    }

    private final ApiConnection api;
    private final Discovery discovery;
    private final String defaultNamespace;

    Applier(ApiConnection api, Discovery discovery, String defaultNamespace) {
        this.api = api;
        this.discovery = discovery;
        this.defaultNamespace = defaultNamespace;
    }

    /// The kind of a manifest. Fails, naming the place, if the server does not know it.
    Kind<RawResource> kindOf(Manifest manifest) {
        return discovery
                .find(manifest.type())
                .orElseThrow(() ->
                        new CommandException(
                                manifest.place()
                                        + ": the server knows no kind `"
                                        + manifest.type()
                                        + "`."
                                        + discovery.suggestionFor(manifest.type())));
    }

    ObjectKey keyOf(Manifest manifest) {
        return manifest.key(kindOf(manifest), defaultNamespace);
    }

    Outcome apply(Manifest manifest) {
        Kind<RawResource> kind = kindOf(manifest);
        ObjectKey key = manifest.key(kind, defaultNamespace);
        try {
            Optional<ObjectNode> live = find(kind, key);
            if (live.isEmpty()) {
                api.send(
                        Call.send(
                                "POST",
                                ResourcePaths.collection(kind, key.namespace()) + WRITE,
                                withLastApplied(manifest.tree())));
                return Outcome.created;
            }
            return update(kind, key, manifest.tree(), live.get());
        } catch (ApiException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                throw e;
            }
            throw new CommandException(explain(manifest, e));
        }
    }

    /// Each thing that is wrong, at its place in the file.
    private static String explain(Manifest manifest, ApiException refusal) {
        if (refusal.causes().isEmpty()) {
            return manifest.place() + ": " + refusal.getMessage();
        }
        StringBuilder text = new StringBuilder(manifest.title() + " is refused:");
        for (ApiException.Cause cause : refusal.causes()) {
            text.append("\n  ").append(manifest.places().apply(cause.field()));
            text.append(": ").append(cause.field()).append(": ").append(cause.message());
        }
        return text.toString();
    }

    private Outcome update(
            Kind<RawResource> kind, ObjectKey key, ObjectNode wanted, ObjectNode live) {
        JsonNode before = lastApplied(live);
        ObjectNode patch = Json.object();
        boolean builtIn = isBuiltIn(kind);
        difference(before, withLastApplied(wanted), builtIn, patch);
        String contentType =
                builtIn ? "application/strategic-merge-patch+json" : "application/merge-patch+json";
        Answer answer =
                api.send(Call.patch(ResourcePaths.object(kind, key) + WRITE, contentType, patch));
        return version(answer.json()).equals(version(live))
                ? Outcome.unchanged
                : Outcome.configured;
    }

    private Optional<ObjectNode> find(Kind<RawResource> kind, ObjectKey key) {
        try {
            return Optional.of(api.send(Call.get(ResourcePaths.object(kind, key))).json());
        } catch (ApiException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Writes into `patch` what turns an object that was made from `before` into one made from
    /// `wanted`. Every field wanted is sent, to undo what others changed; a field no longer wanted
    /// is sent as null.
    static void difference(
            JsonNode before, ObjectNode wanted, boolean strategic, ObjectNode patch) {
        wanted.properties()
                .forEach(field ->
                        addField(
                                before.path(field.getKey()),
                                field.getKey(),
                                field.getValue(),
                                strategic,
                                patch));
        before.fieldNames()
                .forEachRemaining(name -> {
                    if (!wanted.has(name)) {
                        patch.putNull(name);
                    }
                });
    }

    private static void addField(
            JsonNode before, String name, JsonNode wanted, boolean strategic, ObjectNode patch) {
        if (wanted instanceof ObjectNode object) {
            difference(before, object, strategic, patch.putObject(name));
        } else if (wanted instanceof ArrayNode list) {
            addList(before, name, list, strategic, patch);
        } else {
            patch.set(name, wanted);
        }
    }

    /// A list that did not change since it was last applied is merged, so that what others added
    /// stays; one that changed is replaced whole, for only the manifest knows what was taken out.
    private static void addList(
            JsonNode before, String name, ArrayNode wanted, boolean strategic, ObjectNode patch) {
        boolean changed = !wanted.equals(before);
        if (!strategic) {
            if (changed) {
                patch.set(name, wanted);
            }
            return;
        }
        ArrayNode items = wanted.deepCopy();
        if (changed && !before.isMissingNode() && !items.isEmpty() && items.get(0).isObject()) {
            items.addObject().put("$patch", "replace");
        }
        patch.set(name, items);
    }

    private static JsonNode lastApplied(ObjectNode live) {
        String text = live.path("metadata").path("annotations").path(LAST_APPLIED).asText("");
        return text.isEmpty()
                ? Json.object()
                : Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode withLastApplied(ObjectNode manifest) {
        ObjectNode clean = manifest.deepCopy();
        if (clean.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        String text = new String(Json.bytes(clean), StandardCharsets.UTF_8);
        ObjectNode annotated = clean.deepCopy();
        annotated
                .withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(LAST_APPLIED, text);
        return annotated;
    }

    private static String version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }

    /// Strategic merging is for kinds whose lists the server knows how to merge.
    private static boolean isBuiltIn(Kind<?> kind) {
        String group = kind.type().group();
        List<String> grouped = List.of("", "apps", "batch", "autoscaling", "policy");
        return grouped.contains(group)
                || (group.endsWith(".k8s.io") && !group.equals("gateway.networking.k8s.io"));
    }
}
