package dev.slipway.scrape.http;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Private keys in PEM: PKCS #8 (RFC 5208), and PKCS #1 (RFC 8017) and SEC 1 (RFC 5915), which are
/// wrapped as PKCS #8 because that is what the JDK reads.
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final byte CONTEXT_0 = (byte) 0xa0;

    private PrivateKeys() {}

    static PrivateKey parse(String pem) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8(pem));
        InvalidKeySpecException last = new InvalidKeySpecException("key: none of " + ALGORITHMS);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherAlgorithm) {
                last.addSuppressed(otherAlgorithm);
            }
        }
        throw last;
    }

    private static byte[] pkcs8(String pem) throws InvalidKeySpecException {
        if (pem.contains("-----BEGIN PRIVATE KEY-----")) {
            return body(pem, "PRIVATE KEY");
        }
        if (pem.contains("-----BEGIN RSA PRIVATE KEY-----")) {
            byte[] key = body(pem, "RSA PRIVATE KEY");
            return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
        }
        if (pem.contains("-----BEGIN EC PRIVATE KEY-----")) {
            byte[] key = body(pem, "EC PRIVATE KEY");
            byte[] algorithm = element(SEQUENCE, EC_OID, curve(key));
            return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
        }
        throw new InvalidKeySpecException(
                "key: no unencrypted PEM (expected: PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE"
                        + " KEY)");
    }

    private static byte[] body(String pem, String label) throws InvalidKeySpecException {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin) + begin.length();
        int end = pem.indexOf("-----END " + label + "-----", start);
        if (end < 0) {
            throw new InvalidKeySpecException("key: no END line for " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(start, end));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("key: not Base64", e);
        }
    }

    /// The object identifier of the curve, which stands in the element `[0]` of the key.
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        for (int at = 0; at + 3 < key.length; at++) {
            if (key[at] == CONTEXT_0 && key[at + 2] == OBJECT_IDENTIFIER) {
                int length = 2 + key[at + 3];
                if (key[at + 3] > 0 && at + 2 + length <= key.length) {
                    byte[] curve = new byte[length];
                    System.arraycopy(key, at + 2, curve, 0, length);
                    return curve;
                }
            }
        }
        throw new InvalidKeySpecException("key: does not name its curve");
    }

    /// An element of DER: tag, length, contents.
    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream(length + 4);
        element.write(tag);
        if (length >= 0x100) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length >= 0x80) {
            element.write(0x81);
        }
        element.write(length);
        for (byte[] part : parts) {
            element.writeBytes(part);
        }
        return element.toByteArray();
    }
}
