package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Secrets. What is written as text under `stringData` is kept under `data`.
final class SecretRules implements KindRules {
    private static final int SIZE_MAX = 1024 * 1024;

    @Override
    public void applyDefaults(ObjectNode secret) {
        Trees.defaultText(secret, "type", "Opaque");
        ObjectNode plain = Trees.findObject(secret, "stringData");
        if (plain != null) {
            ObjectNode data = Trees.object(secret, "data");
            for (Map.Entry<String, JsonNode> entry : plain.properties()) {
                byte[] bytes = entry.getValue().asText("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
        secret.remove("stringData");
    }

    @Override
    public void validate(ObjectNode secret, Problems problems) {
        JsonNode data = secret.path("data");
        long size = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            String field = "data[" + entry.getKey() + "]";
            problems.invalidAll(field, entry.getKey(), Names.configKeyFaults(entry.getKey()));
            size += decodedLength(field, entry.getValue().asText(""), problems);
        }
        if (size > SIZE_MAX) {
            problems.tooLong("data", SIZE_MAX);
        }
        for (String key : requiredKeys(Trees.text(secret, "type"))) {
            if (!data.has(key)) {
                problems.required("data[" + key + "]", "");
            }
        }
    }

    private static int decodedLength(String field, String value, Problems problems) {
        try {
            return Base64.getDecoder().decode(value).length;
        } catch (IllegalArgumentException e) {
            // The value itself stays out of messages: it is a secret.
            problems.invalid(field, "<secret>", "must be base64: " + e.getMessage());
            return 0;
        }
    }

    private static List<String> requiredKeys(String type) {
        return switch (type) {
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
            case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
            case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
            case "kubernetes.io/dockercfg" -> List.of(".dockercfg");
            default -> List.of();
        };
    }

    @Override
    public void validateUpdate(ObjectNode secret, ObjectNode before, Problems problems) {
        if (!Trees.text(secret, "type").equals(Trees.text(before, "type"))) {
            problems.immutable("type", Trees.text(secret, "type"));
        }
        ConfigMapRules.validateImmutable(secret, before, problems);
    }
}
