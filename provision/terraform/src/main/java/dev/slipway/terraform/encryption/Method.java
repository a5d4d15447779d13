package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.StateException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// How something is encrypted.
sealed interface Method {
    /// Not at all.
    record Unencrypted() implements Method {
        @Override
        public String toString() {
            return "unencrypted";
        }
    }

    /// With keys, or without if whoever encrypts has its own.
    sealed interface Encrypting extends Method {
        /// Where keys come from; null if there are none.
        @Nullable KeySource keys();

        /// @throws StateException if the key is of no use here
        byte[] seal(byte[] plain, byte[] key);

        /// @throws GeneralSecurityException if the key is wrong, or something was changed
        byte[] open(byte[] whole, byte[] key) throws GeneralSecurityException;

        /// The key to encrypt with.
        default KeySource.Key own() {
            KeySource source = keys();
            return source == null ? new KeySource.Key(new byte[0], Map.of()) : source.own();
        }

        /// The key that was encrypted with, by what is kept of it; null if that is nothing.
        default byte @Nullable [] key(Map<String, byte[]> kept) {
            KeySource source = keys();
            return source == null ? new byte[0] : source.bytes(kept);
        }
    }

    /// AES in Galois/counter mode: twelve random bytes, then what is encrypted with its tag.
    record AesGcm(String name, KeySource keys) implements Encrypting {
        private static final int NONCE_BYTES = 12;
        private static final int TAG_BITS = 128;
        private static final SecureRandom CHANCE = new SecureRandom();

        @Override
        public byte[] seal(byte[] plain, byte[] key) {
            byte[] nonce = new byte[NONCE_BYTES];
            CHANCE.nextBytes(nonce);
            try {
                byte[] hidden = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
                byte[] whole = Arrays.copyOf(nonce, nonce.length + hidden.length);
                System.arraycopy(hidden, 0, whole, nonce.length, hidden.length);
                return whole;
            } catch (GeneralSecurityException e) {
                throw new StateException(
                        "encryption: method "
                                + name
                                + ": a key of "
                                + key.length
                                + " bytes (expected: 16, 24 or 32)",
                        e);
            }
        }

        @Override
        public byte[] open(byte[] whole, byte[] key) throws GeneralSecurityException {
            if (whole.length < NONCE_BYTES) {
                throw new GeneralSecurityException("it is too short");
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        }

        @Override
        public String toString() {
            return name;
        }

        private static Cipher cipher(int mode, byte[] key, byte[] nonce)
                throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher;
        }
    }

    /// By programs: one that encrypts, and one that decrypts.
    record External(
            String name,
            @Nullable KeySource keys,
            ExternalProgram encryption,
            ExternalProgram decryption)
            implements Encrypting {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        @Override
        public byte[] seal(byte[] plain, byte[] key) {
            return ask(encryption, plain, key);
        }

        @Override
        public byte[] open(byte[] whole, byte[] key) throws GeneralSecurityException {
            try {
                return ask(decryption, whole, key);
            } catch (StateException e) {
                throw new GeneralSecurityException(e.getMessage(), e);
            }
        }

        private static byte[] ask(ExternalProgram program, byte[] payload, byte[] key) {
            ObjectNode question = MAPPER.createObjectNode();
            if (key.length > 0) {
                question.put("key", Base64.getEncoder().encodeToString(key));
            }
            question.put("payload", Base64.getEncoder().encodeToString(payload));
            JsonNode answer = program.ask(question).path("payload");
            if (!answer.isTextual()) {
                throw program.wrong("it tells no \"payload\"");
            }
            try {
                return Base64.getDecoder().decode(answer.asText());
            } catch (IllegalArgumentException e) {
                throw program.wrong("\"payload\" is not base64: " + e.getMessage());
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
