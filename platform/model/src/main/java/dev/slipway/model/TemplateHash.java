package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/// A short name for the content of a tree, the same for the same content in whatever order its
/// fields are written. Fit for names and label values: without vowels it spells no words.
public final class TemplateHash {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 10;

    private TemplateHash() {}

    /// `collisions` makes another name of the same content, for when the first one is taken.
    public static String of(JsonNode tree, int collisions) {
        StringBuilder text = new StringBuilder();
        append(tree, text);
        if (collisions > 0) {
            text.append('#').append(collisions);
        }
        return encode(sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            text.append('{');
            sorted.forEach((name, value) -> {
                text.append(new com.fasterxml.jackson.databind.node.TextNode(name));
                text.append(':');
                append(value, text);
                text.append(',');
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            for (JsonNode element : node) {
                append(element, text);
                text.append(',');
            }
            text.append(']');
        } else {
            text.append(node);
        }
    }

    private static String encode(byte[] digest) {
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int word = (digest[2 * i] & 0xff) << 8 | (digest[2 * i + 1] & 0xff);
            name.append(ALPHABET.charAt(word % ALPHABET.length()));
        }
        return name.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
