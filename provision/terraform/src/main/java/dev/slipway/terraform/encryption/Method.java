package dev.slipway.terraform.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// How something is encrypted.
sealed interface Method {
    /// Not at all.
    record Unencrypted() implements Method {
        @Override
        public String toString() {
            return "unencrypted";
        }
    }

    /// AES in Galois/counter mode: twelve random bytes, then what is encrypted with its tag.
    record AesGcm(String name, KeySource keys) implements Method {
        private static final int NONCE_BYTES = 12;
        private static final int TAG_BITS = 128;
        private static final SecureRandom CHANCE = new SecureRandom();

        byte[] seal(byte[] plain, byte[] key) {
            byte[] nonce = new byte[NONCE_BYTES];
            CHANCE.nextBytes(nonce);
            try {
                byte[] hidden = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
                byte[] whole = Arrays.copyOf(nonce, nonce.length + hidden.length);
                System.arraycopy(hidden, 0, whole, nonce.length, hidden.length);
                return whole;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java cannot encrypt", e);
            }
        }

        /// @throws GeneralSecurityException if the key is wrong, or something was changed
        byte[] open(byte[] whole, byte[] key) throws GeneralSecurityException {
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
}
