package dev.slipway.terraform.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keys out of any bytes; what Java brings takes passphrases that are text only. Stateless.
///
/// Source: [RFC 8018, section 5.2](https://www.rfc-editor.org/rfc/rfc8018#section-5.2).
final class Pbkdf2 {
    private Pbkdf2() {}

    /// @param algorithm of a [Mac], `HmacSHA512` for one
    static byte[] derive(
            String algorithm, byte[] passphrase, byte[] salt, int iterations, int keyLength)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(passphrase, algorithm));
        int size = mac.getMacLength();
        byte[] key = new byte[(keyLength + size - 1) / size * size];
        byte[] round = new byte[size];
        for (int block = 0; block * size < key.length; block++) {
            mac.update(salt);
            int number = block + 1;
            mac.update(
                    new byte[] {
                        (byte) (number >>> 24),
                        (byte) (number >>> 16),
                        (byte) (number >>> 8),
                        (byte) number
                    });
            mac.doFinal(round, 0);
            byte[] sum = round.clone();
            for (int i = 1; i < iterations; i++) {
                mac.update(round);
                mac.doFinal(round, 0);
                for (int j = 0; j < size; j++) {
                    sum[j] ^= round[j];
                }
            }
            System.arraycopy(sum, 0, key, block * size, size);
        }
        return Arrays.copyOf(key, keyLength);
    }
}
