package dev.slipway.terraform.mock;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values that nobody said: texts of eight letters and digits, 0, false, nothing in collections.
/// The same seed and path give the same text, so that what is made up while planning is so while
/// applying, too. Immutable.
record MadeUp(String seed) {
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 8;

    MadeUp {
        requireNonNull(seed, "seed");
    }

    Value value(Type type, ValuePath path) {
        return switch (type) {
            case Type.Primitive primitive ->
                    switch (primitive) {
                        case STRING -> Value.of(text(path));
                        case NUMBER -> Value.of(0);
                        case BOOL -> Values.FALSE;
                    };
            case Type.ListOf(Type element) -> Values.list(element, List.of());
            case Type.SetOf(Type element) -> Values.set(element, List.of());
            case Type.MapOf(Type element) -> Values.map(element, Map.of());
            case Type.ObjectOf object -> {
                Map<String, Value> attributes = new TreeMap<>();
                object.attributes()
                        .forEach((name, each) ->
                                attributes.put(name, value(each, path.attribute(name))));
                yield Values.object(attributes);
            }
            case Type.TupleOf _, Type.Any _ -> Value.nullOf(type);
        };
    }

    private String text(ValuePath path) {
        byte[] hash = hash(seed + path);
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(CHARACTERS.charAt((hash[i] & 0xff) % CHARACTERS.length()));
        }
        return text.toString();
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
