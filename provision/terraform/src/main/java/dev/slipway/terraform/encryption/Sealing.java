package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFile;
import dev.slipway.state.StateFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Encrypts with the first of some methods, and decrypts what any of them encrypted: so keys, and
/// encryption itself, can be changed. Thread-safe.
public final class Sealing implements StateFormat {
    /// Nothing is encrypted.
    public static final Sealing NONE = new Sealing(List.of(new Method.Unencrypted()));

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DATA = "encrypted_data";
    private static final String VERSION = "v0";

    private final List<Method> methods;

    Sealing(List<Method> methods) {
        this.methods = List.copyOf(methods);
    }

    @Override
    public byte[] write(State state) {
        byte[] plain = StateFile.write(state);
        ObjectNode beside = MAPPER.createObjectNode();
        beside.put("serial", state.serial()).put("lineage", state.lineage());
        return seal(plain, beside);
    }

    @Override
    public State read(byte[] kept, String place) {
        return StateFile.read(open(kept, place), place);
    }

    @Override
    public String sealLine(String line) {
        return new String(
                seal(line.getBytes(StandardCharsets.UTF_8), MAPPER.createObjectNode()),
                StandardCharsets.UTF_8);
    }

    @Override
    public String openLine(String kept) {
        return kept.startsWith("{")
                ? new String(
                        open(kept.getBytes(StandardCharsets.UTF_8), "journal"),
                        StandardCharsets.UTF_8)
                : kept;
    }

    /// Any bytes, encrypted.
    public byte[] seal(byte[] plain) {
        return seal(plain, MAPPER.createObjectNode());
    }

    private byte[] seal(byte[] plain, ObjectNode beside) {
        if (!(methods.getFirst() instanceof Method.Encrypting method)) {
            return plain;
        }
        KeySource.Key key = method.own();
        ObjectNode meta = beside.putObject("meta");
        new TreeMap<>(key.kept())
                .forEach((name, kept) -> meta.put(name, Base64.getEncoder().encodeToString(kept)));
        beside.put(DATA, Base64.getEncoder().encodeToString(method.seal(plain, key.bytes())));
        beside.put("encryption_version", VERSION);
        try {
            return MAPPER.writeValueAsBytes(beside);
        } catch (IOException e) {
            throw new IllegalStateException("Text is always JSON", e);
        }
    }

    /// What was encrypted; what is plain stays so where that is allowed.
    ///
    /// @param place what is read, for messages
    /// @throws StateException if it cannot be decrypted, or must not be plain
    public byte[] open(byte[] kept, String place) {
        JsonNode sealed = sealed(kept);
        if (sealed == null) {
            if (methods.stream().noneMatch(Method.Unencrypted.class::isInstance)) {
                throw new StateException(
                        place
                                + ": it is not encrypted, but must be (expected: encrypted with "
                                + methods
                                + "; to take over what is plain, add a fallback of method"
                                + " unencrypted)");
            }
            return kept;
        }
        byte[] data = decoded(sealed.path(DATA), place);
        Map<String, byte[]> meta = new HashMap<>();
        sealed.path("meta")
                .properties()
                .forEach(each -> meta.put(each.getKey(), decoded(each.getValue(), place)));
        List<String> problems = new ArrayList<>();
        for (Method each : methods) {
            byte[] plain =
                    each instanceof Method.Encrypting method
                            ? open(method, data, meta, problems)
                            : null;
            if (plain != null) {
                return plain;
            }
        }
        throw new StateException(
                place
                        + ": it is encrypted, and none of the methods that are configured can decrypt"
                        + " it: the key is another, or something was changed"
                        + (problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")"));
    }

    /// Null if this is not the method, or not the key; why goes to `problems`.
    private static byte @Nullable [] open(
            Method.Encrypting method,
            byte[] data,
            Map<String, byte[]> kept,
            List<String> problems) {
        try {
            byte[] key = method.key(kept);
            if (key == null) {
                problems.add(method + ": no key of it was used, but of " + kept.keySet());
                return null;
            }
            return method.open(data, key);
        } catch (GeneralSecurityException | StateException e) {
            problems.add(method + ": " + e.getMessage());
            return null;
        }
    }

    private static byte[] decoded(JsonNode text, String place) {
        try {
            return Base64.getDecoder().decode(text.asText(""));
        } catch (IllegalArgumentException e) {
            throw new StateException(place + ": it is encrypted, but not in base64", e);
        }
    }

    private static @Nullable JsonNode sealed(byte[] kept) {
        if (kept.length == 0 || kept[0] != '{') {
            return null;
        }
        try {
            JsonNode json = MAPPER.readTree(kept);
            return json.has(DATA) ? json : null;
        } catch (IOException e) {
            return null;
        }
    }
}
