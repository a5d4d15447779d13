package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.slipway.api.KindDefinition.Subresource;
import dev.slipway.api.KindRegistry;
import dev.slipway.apiserver.Accept.Form;
import dev.slipway.apiserver.Catalogue.Group;
import dev.slipway.apiserver.Catalogue.Version;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What there is, for clients that ask: one document with everything (`/api` and `/apis` in the
/// aggregated form, which `kubectl` prefers) and one a level (the form before that, which other
/// clients read). All from one catalogue. Thread-safe.
final class Discovery {
    private final Catalogue.Derived<Catalogue> catalogue;
    private final Catalogue.Derived<AggregatedDocuments> aggregated;

    Discovery(KindRegistry kinds) {
        this.catalogue = new Catalogue.Derived<>(kinds, made -> made);
        this.aggregated =
                new Catalogue.Derived<>(
                        kinds, made -> new AggregatedDocuments(made, new ConcurrentHashMap<>()));
    }

    HttpResponse answer(Call call, RequestPath.Document path) {
        Catalogue all = catalogue.value();
        Accept accept = Accept.parseLeniently(call.headers().get(HttpHeaderNames.ACCEPT));
        boolean root = path.group().isEmpty() && path.version().isEmpty();
        if (root && accept.form() == Form.AGGREGATED_DISCOVERY) {
            return aggregated(call, path.core(), accept.version());
        }
        ObjectNode document = document(all, path);
        return Replies.json(call, HttpStatus.OK, Json.bytes(document));
    }

    private static ObjectNode document(Catalogue all, RequestPath.Document path) {
        if (path.core() && path.version().isEmpty()) {
            ObjectNode versions = Json.object();
            versions.put("kind", "APIVersions");
            versions.putArray("versions").add("v1");
            versions.putArray("serverAddressByClientCIDRs");
            return versions;
        }
        if (!path.core() && path.group().isEmpty()) {
            ObjectNode groups = Json.object();
            groups.put("kind", "APIGroupList").put("apiVersion", "v1");
            ArrayNode list = groups.putArray("groups");
            all.named().forEach(group -> list.add(group(group)));
            return groups;
        }
        Group group = found(all.find(path.group()));
        if (path.version().isEmpty()) {
            ObjectNode document = group(group);
            return document.put("kind", "APIGroup").put("apiVersion", "v1");
        }
        return resources(found(group.find(path.version())));
    }

    private static ObjectNode group(Group group) {
        ObjectNode document = Json.object();
        document.put("name", group.name());
        ArrayNode versions = document.putArray("versions");
        group.versions().forEach(version -> versions.add(version(version)));
        document.set("preferredVersion", version(group.preferred()));
        return document;
    }

    private static ObjectNode version(Version version) {
        ObjectNode document = Json.object();
        document.put("groupVersion", version.groupVersion());
        return document.put("version", version.name());
    }

    private static ObjectNode resources(Version version) {
        ObjectNode document = Json.object();
        document.put("kind", "APIResourceList").put("apiVersion", "v1");
        document.put("groupVersion", version.groupVersion());
        ArrayNode list = document.putArray("resources");
        for (ServedKind kind : version.kinds()) {
            ObjectNode entry = list.addObject();
            entry.put("name", kind.plural()).put("singularName", kind.names().singular());
            entry.put("namespaced", kind.namespaced()).put("kind", kind.type().kind());
            add(entry, "verbs", kind.verbs());
            addIfAny(entry, "shortNames", kind.names().shortNames());
            addIfAny(entry, "categories", kind.names().categories());
            for (Subresource part : kind.subresources()) {
                list.add(subresource(kind, part));
            }
        }
        return document;
    }

    private static ObjectNode subresource(ServedKind kind, Subresource part) {
        ObjectNode entry = Json.object();
        entry.put("name", kind.plural() + "/" + part.name()).put("singularName", "");
        entry.put("namespaced", kind.namespaced());
        if (!part.type().apiVersion().equals(kind.type().apiVersion())) {
            entry.put("group", part.type().group()).put("version", part.type().version());
        }
        entry.put("kind", part.type().kind());
        add(entry, "verbs", part.verbs());
        return entry;
    }

    private HttpResponse aggregated(Call call, boolean core, String version) {
        Aggregated document = aggregated.value().find(core, version);
        MediaType type =
                MediaType.parse(
                        "application/json;g=apidiscovery.k8s.io;v="
                                + version
                                + ";as=APIGroupDiscoveryList");
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(type)
                        .set(HttpHeaderNames.ETAG, "\"" + document.tag() + "\"")
                        .set(HttpHeaderNames.VARY, "Accept");
        if (Tags.matches(call, document.tag())) {
            return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
        }
        return Replies.bytes(call, headers, document.body());
    }

    private record Aggregated(byte[] body, String tag) {}

    /// The aggregated documents, kept as long as the kinds stay the same.
    private record AggregatedDocuments(Catalogue catalogue, Map<String, Aggregated> made) {
        Aggregated find(boolean core, String version) {
            return made.computeIfAbsent(version + core, _ -> make(core, version));
        }

        private Aggregated make(boolean core, String version) {
            ObjectNode document = Json.object();
            document.put("kind", "APIGroupDiscoveryList");
            document.put("apiVersion", "apidiscovery.k8s.io/" + version).putObject("metadata");
            ArrayNode items = document.putArray("items");
            for (Group group : catalogue.groups()) {
                if (group.name().isEmpty() == core) {
                    items.add(discovered(group));
                }
            }
            byte[] body = Json.bytes(document);
            return new Aggregated(body, Tags.of(body));
        }
    }

    private static ObjectNode discovered(Group group) {
        ObjectNode item = Json.object();
        ObjectNode metadata = item.putObject("metadata");
        if (!group.name().isEmpty()) {
            metadata.put("name", group.name());
        }
        metadata.putNull("creationTimestamp");
        ArrayNode versions = item.putArray("versions");
        for (Version version : group.versions()) {
            ObjectNode entry = versions.addObject();
            entry.put("version", version.name());
            ArrayNode resources = entry.putArray("resources");
            version.kinds().forEach(kind -> resources.add(discovered(kind)));
            entry.put("freshness", "Current");
        }
        return item;
    }

    private static ObjectNode discovered(ServedKind kind) {
        ObjectNode entry = Json.object();
        entry.put("resource", kind.plural());
        entry.set("responseKind", type(kind.type()));
        entry.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        entry.put("singularResource", kind.names().singular());
        add(entry, "verbs", kind.verbs());
        addIfAny(entry, "shortNames", kind.names().shortNames());
        addIfAny(entry, "categories", kind.names().categories());
        if (!kind.subresources().isEmpty()) {
            ArrayNode parts = entry.putArray("subresources");
            for (Subresource part : kind.subresources()) {
                ObjectNode described = parts.addObject();
                described.put("subresource", part.name());
                described.set("responseKind", type(part.type()));
                add(described, "verbs", part.verbs());
            }
        }
        return entry;
    }

    private static ObjectNode type(GroupVersionKind type) {
        ObjectNode node = Json.object();
        node.put("group", type.group()).put("version", type.version());
        return node.put("kind", type.kind());
    }

    private static void add(ObjectNode node, String name, List<String> words) {
        ArrayNode array = node.putArray(name);
        words.forEach(array::add);
    }

    private static void addIfAny(ObjectNode node, String name, List<String> words) {
        if (!words.isEmpty()) {
            add(node, name, words);
        }
    }

    private static <T> T found(@Nullable T value) {
        if (value == null) {
            throw new ApiException(
                    Reason.NOT_FOUND, "the server could not find the requested resource");
        }
        return value;
    }
}
