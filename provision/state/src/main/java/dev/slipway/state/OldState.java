package dev.slipway.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes version 4 of states that tools before Terraform 0.12 wrote, versions 1 to 3. In those,
/// attributes are flat, an instance is part of a resource's name, and providers have no host: they
/// come to stand in the namespace `-`, from where `state replace-provider` brings them.
/// Dependencies are left out; the next run finds them in the configuration. Stateless.
///
/// Source: what terraform 1.11.4 makes of such states.
final class OldState {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern RESOURCE =
            Pattern.compile("(data\\.)?([^.]+)\\.([^.]+)(?:\\.(\\d+))?");
    private static final Pattern PROVIDER =
            Pattern.compile("(?:(module\\..+)\\.)?provider\\.([^.]+)(?:\\.([^.]+))?");
    private static final String COUNT = ".#";
    private static final int COUNTED_AS_MAPS = 3;

    private final int version;
    private final String place;

    private OldState(int version, String place) {
        this.version = version;
        this.place = place;
    }

    /// @param place what is read, for messages
    /// @throws StateException if it is not what such versions are
    static ObjectNode upgraded(JsonNode old, String place) {
        return new OldState(old.path("version").asInt(), place).upgraded(old);
    }

    private ObjectNode upgraded(JsonNode old) {
        ObjectNode state = MAPPER.createObjectNode();
        state.put("version", StateFile.VERSION);
        state.put("terraform_version", old.path("terraform_version").asText(""));
        state.put("serial", old.path("serial").asLong());
        state.put("lineage", old.path("lineage").asText(""));
        ObjectNode outputs = state.putObject("outputs");
        ArrayNode resources = state.putArray("resources");
        for (JsonNode module : old.path("modules")) {
            List<String> path = new ArrayList<>();
            module.path("path").forEach(each -> path.add(each.asText()));
            if (path.isEmpty() || !path.getFirst().equals("root")) {
                throw wrong("a module with the path " + path + " (expected: one from \"root\")");
            }
            if (path.size() == 1) {
                module.path("outputs")
                        .properties()
                        .forEach(each -> outputs.set(each.getKey(), output(each.getValue())));
            }
            resources(moduleAddress(path), module.path("resources"), resources);
        }
        return state;
    }

    private static String moduleAddress(List<String> path) {
        StringBuilder address = new StringBuilder();
        path.subList(1, path.size())
                .forEach(each ->
                        address.append(address.isEmpty() ? "" : ".")
                                .append("module.")
                                .append(each));
        return address.toString();
    }

    /// In version 1 an output is nothing but a text.
    private static ObjectNode output(JsonNode old) {
        ObjectNode output = MAPPER.createObjectNode();
        JsonNode value = old.isObject() ? old.path("value") : old;
        output.set("value", value);
        if (value.isArray()) {
            output.putArray("type").add("list").add("string");
        } else if (value.isObject()) {
            output.putArray("type").add("map").add("string");
        } else {
            output.put("type", "string");
        }
        output.put("sensitive", old.path("sensitive").asBoolean());
        return output;
    }

    private void resources(String module, JsonNode old, ArrayNode resources) {
        Map<String, ObjectNode> known = new HashMap<>();
        Map<String, JsonNode> sorted = new TreeMap<>();
        old.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
        sorted.forEach((name, each) -> {
            Matcher parts = RESOURCE.matcher(name);
            if (!parts.matches()) {
                throw wrong("resource " + name + " (expected: TYPE.NAME or TYPE.NAME.INDEX)");
            }
            boolean isCounted = parts.group(4) != null;
            String key = isCounted ? name.substring(0, name.lastIndexOf('.')) : name;
            ObjectNode resource = known.get(key);
            if (resource == null) {
                resource = resource(module, parts, each.path("provider").asText(""));
                known.put(key, resource);
                resources.add(resource);
            }
            instances(parts, each, (ArrayNode) resource.path("instances"));
        });
    }

    private ObjectNode resource(String module, Matcher parts, String provider) {
        ObjectNode resource = MAPPER.createObjectNode();
        if (!module.isEmpty()) {
            resource.put("module", module);
        }
        resource.put("mode", parts.group(1) == null ? "managed" : "data");
        resource.put("type", parts.group(2)).put("name", parts.group(3));
        resource.put("provider", provider(module, parts.group(2), provider));
        resource.putArray("instances");
        return resource;
    }

    /// Without a module it is one of the resource's own module, without a name that of its type.
    private static String provider(String module, String type, String old) {
        Matcher parts = PROVIDER.matcher(old);
        String owner = module;
        String name = type.contains("_") ? type.substring(0, type.indexOf('_')) : type;
        String alias = "";
        if (parts.matches()) {
            owner = parts.group(1) == null ? "" : parts.group(1);
            name = parts.group(2);
            alias = parts.group(3) == null ? "" : parts.group(3);
        } else if (!old.isEmpty()) {
            name = old.contains(".") ? old.substring(0, old.indexOf('.')) : old;
            alias = old.contains(".") ? old.substring(old.indexOf('.') + 1) : "";
        }
        return (owner.isEmpty() ? "" : owner + ".")
                + "provider[\"registry.terraform.io/-/"
                + name
                + "\"]"
                + (alias.isEmpty() ? "" : "." + alias);
    }

    private void instances(Matcher parts, JsonNode old, ArrayNode instances) {
        JsonNode primary = old.path("primary");
        if (primary.isObject()) {
            instance(parts, primary, instances.addObject());
        }
        int number = 0;
        for (JsonNode each : old.path("deposed")) {
            ObjectNode deposed = instances.addObject();
            deposed.put("deposed", "%08x".formatted(++number));
            instance(parts, each, deposed);
        }
    }

    private void instance(Matcher parts, JsonNode old, ObjectNode instance) {
        if (parts.group(4) != null) {
            instance.put("index_key", Long.parseLong(parts.group(4)));
        }
        if (old.path("tainted").asBoolean()) {
            instance.put("status", "tainted");
        }
        ObjectNode meta =
                old.path("meta") instanceof ObjectNode said
                        ? said.deepCopy()
                        : MAPPER.createObjectNode();
        JsonNode schema = meta.remove("schema_version");
        instance.put("schema_version", schema == null ? 0 : schema.asLong());
        Map<String, String> attributes = new TreeMap<>();
        old.path("attributes")
                .properties()
                .forEach(each -> attributes.put(each.getKey(), each.getValue().asText()));
        if (version < COUNTED_AS_MAPS) {
            countMaps(attributes);
        }
        ObjectNode flat = instance.putObject("attributes_flat");
        attributes.forEach(flat::put);
        if (!meta.isEmpty()) {
            byte[] bytes = meta.toString().getBytes(StandardCharsets.UTF_8);
            instance.put("private", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /// Before version 3, maps were counted as lists are. What has other keys than numbers is a map;
    /// what is empty may be either, and is left out.
    private static void countMaps(Map<String, String> attributes) {
        for (String each : List.copyOf(attributes.keySet())) {
            if (!each.endsWith(COUNT)) {
                continue;
            }
            String prefix = each.substring(0, each.length() - COUNT.length()) + ".";
            Set<String> keys = new HashSet<>();
            for (String other : attributes.keySet()) {
                if (other.startsWith(prefix) && !other.equals(each)) {
                    keys.add(other.substring(prefix.length()).split("\\.", 2)[0]);
                }
            }
            boolean isList = keys.stream().allMatch(key -> key.matches("\\d+"));
            if (keys.isEmpty() || !isList) {
                String count = attributes.remove(each);
                if (!keys.isEmpty()) {
                    attributes.put(prefix + "%", count);
                }
            }
        }
    }

    private StateException wrong(String what) {
        return new StateException(place + ": version " + version + ": " + what);
    }
}
