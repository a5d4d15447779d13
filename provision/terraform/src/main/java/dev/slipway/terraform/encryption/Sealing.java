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
import java.util.Base64;
import java.util.List;
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
        if (!(methods.getFirst() instanceof Method.AesGcm method)) {
            return plain;
        }
        KeySource.Key key = method.keys().own();
        beside.putObject("meta")
                .put(method.keys().metaName(), Base64.getEncoder().encodeToString(key.meta()));
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
        byte[] data = Base64.getDecoder().decode(sealed.path(DATA).asText(""));
        for (Method each : methods) {
            byte[] plain = each instanceof Method.AesGcm method ? open(method, sealed, data) : null;
            if (plain != null) {
                return plain;
            }
        }
        throw new StateException(
                place
                        + ": it is encrypted, and none of the methods that are configured can decrypt"
                        + " it: the key is another, or something was changed");
    }

    private static byte @Nullable [] open(Method.AesGcm method, JsonNode sealed, byte[] data) {
        String meta = sealed.path("meta").path(method.keys().metaName()).asText("");
        if (meta.isEmpty()) {
            return null;
        }
        try {
            return method.open(data, method.keys().bytes(Base64.getDecoder().decode(meta)));
        } catch (GeneralSecurityException e) {
            return null;
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
