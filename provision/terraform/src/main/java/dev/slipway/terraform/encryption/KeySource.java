package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// Keys from a passphrase: a key provider of type `pbkdf2`. What is needed to get the same key
/// again is kept beside what is encrypted, by `metaName`. A key is derived once for each salt,
/// since that takes long on purpose. Thread-safe.
final class KeySource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String metaName;
    private final Settings settings;
    private final SecureRandom chance = new SecureRandom();
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();
    private @Nullable Key own;

    /// How keys are derived; `hash` is `sha256` or `sha512`, lengths are bytes.
    record Settings(String passphrase, int keyLength, int iterations, int saltLength, String hash) {
        @Override
        public String toString() {
            return "Settings[iterations=" + iterations + "]";
        }
    }

    /// A key, and what must be kept to derive it again.
    record Key(byte[] bytes, byte[] meta) {}

    KeySource(String metaName, Settings settings) {
        this.metaName = metaName;
        this.settings = settings;
    }

    String metaName() {
        return metaName;
    }

    /// The key to encrypt with, the same all the time.
    synchronized Key own() {
        if (own == null) {
            byte[] salt = new byte[settings.saltLength()];
            chance.nextBytes(salt);
            String text = Base64.getEncoder().encodeToString(salt);
            try {
                byte[] meta =
                        MAPPER.writeValueAsBytes(
                                MAPPER.createObjectNode()
                                        .put("salt", text)
                                        .put("iterations", settings.iterations())
                                        .put("hash_function", settings.hash())
                                        .put("key_length", settings.keyLength()));
                own = new Key(bytes(meta), meta);
            } catch (IOException e) {
                throw new IllegalStateException("Text is always JSON", e);
            }
        }
        return own;
    }

    /// The key that something was encrypted with.
    ///
    /// @throws StateException if what was kept makes no sense
    byte[] bytes(byte[] meta) {
        try {
            JsonNode json = MAPPER.readTree(meta);
            String salt = json.path("salt").asText("");
            int iterations = json.path("iterations").asInt(settings.iterations());
            String hash = json.path("hash_function").asText(settings.hash());
            int length = json.path("key_length").asInt(settings.keyLength());
            return derived.computeIfAbsent(
                    salt + iterations + hash + length,
                    _ -> derive(Base64.getDecoder().decode(salt), iterations, hash, length));
        } catch (IOException | IllegalArgumentException e) {
            throw new StateException("encryption: what is kept of the key cannot be read", e);
        }
    }

    private byte[] derive(byte[] salt, int iterations, String hash, int length) {
        String algorithm = "PBKDF2WithHmac" + (hash.equals("sha256") ? "SHA256" : "SHA512");
        try {
            return SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(
                            new PBEKeySpec(
                                    settings.passphrase().toCharArray(),
                                    salt,
                                    iterations,
                                    length * Byte.SIZE))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new StateException("encryption: no key can be derived: " + e.getMessage(), e);
        }
    }
}
