package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keys from a passphrase, or from the keys of another source: a key provider of type `pbkdf2`. A
/// key is derived once for each salt, since that takes long on purpose. Thread-safe.
final class DerivedKeys implements KeySource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final KeySource passphrases;
    private final Settings settings;
    private final SecureRandom chance = new SecureRandom();
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();
    private @Nullable Key own;

    /// How keys are derived; `hash` is `sha256` or `sha512`, lengths are bytes.
    record Settings(int keyLength, int iterations, int saltLength, String hash) {}

    DerivedKeys(String name, KeySource passphrases, Settings settings) {
        this.name = name;
        this.passphrases = passphrases;
        this.settings = settings;
    }

    /// One passphrase, of which nothing is kept.
    static KeySource passphrase(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new KeySource() {
            @Override
            public Key own() {
                return new Key(bytes, Map.of());
            }

            @Override
            public byte[] bytes(Map<String, byte[]> kept) {
                return bytes;
            }
        };
    }

    @Override
    public synchronized Key own() {
        if (own == null) {
            byte[] salt = new byte[settings.saltLength()];
            chance.nextBytes(salt);
            byte[] meta =
                    MAPPER.createObjectNode()
                            .put("salt", Base64.getEncoder().encodeToString(salt))
                            .put("iterations", settings.iterations())
                            .put("hash_function", settings.hash())
                            .put("key_length", settings.keyLength())
                            .toString()
                            .getBytes(StandardCharsets.UTF_8);
            Key passphrase = passphrases.own();
            own = passphrase.next(derived(passphrase.bytes(), meta), name, meta);
        }
        return own;
    }

    @Override
    public byte @Nullable [] bytes(Map<String, byte[]> kept) {
        byte[] meta = kept.get(name);
        byte[] passphrase = meta == null ? null : passphrases.bytes(kept);
        return meta == null || passphrase == null ? null : derived(passphrase, meta);
    }

    private byte[] derived(byte[] passphrase, byte[] meta) {
        try {
            JsonNode json = MAPPER.readTree(meta);
            byte[] salt = Base64.getDecoder().decode(json.path("salt").asText(""));
            Settings how =
                    new Settings(
                            json.path("key_length").asInt(settings.keyLength()),
                            json.path("iterations").asInt(settings.iterations()),
                            salt.length,
                            json.path("hash_function").asText(settings.hash()));
            String known = how + HexFormat.of().formatHex(salt) + Arrays.hashCode(passphrase);
            return derived.computeIfAbsent(known, _ -> derive(passphrase, salt, how));
        } catch (IOException | IllegalArgumentException e) {
            throw new StateException("encryption: what is kept for " + name + " cannot be read", e);
        }
    }

    private static byte[] derive(byte[] passphrase, byte[] salt, Settings how) {
        String algorithm = "Hmac" + (how.hash().equals("sha256") ? "SHA256" : "SHA512");
        try {
            return Pbkdf2.derive(algorithm, passphrase, salt, how.iterations(), how.keyLength());
        } catch (GeneralSecurityException e) {
            throw new StateException("encryption: no key can be derived: " + e.getMessage(), e);
        }
    }
}
