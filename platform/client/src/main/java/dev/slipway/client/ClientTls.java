package dev.slipway.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Turns the PEM texts of a kubeconfig into a TLS context. Keys may be PKCS #8, PKCS #1 (RSA) or
/// SEC 1 (EC), as the usual tools write them.
final class ClientTls {
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final char[] NO_PASSWORD = new char[0];

    private ClientTls() {}

    static SSLContext context(Kubeconfig config) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(config.certificatePem(), config.keyPem()),
                    trustManagers(config.authorityPem()),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "certificates of " + config.server() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(
            @Nullable String certificatePem, @Nullable String keyPem)
            throws GeneralSecurityException, IOException {
        if (certificatePem == null || keyPem == null) {
            return null;
        }
        KeyStore keys = emptyKeyStore();
        Certificate[] chain = certificates(certificatePem).toArray(Certificate[]::new);
        keys.setKeyEntry("client", privateKey(keyPem), NO_PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(@Nullable String authorityPem)
            throws GeneralSecurityException, IOException {
        if (authorityPem == null) {
            return null;
        }
        KeyStore authorities = emptyKeyStore();
        int index = 0;
        for (Certificate authority : certificates(authorityPem)) {
            authorities.setCertificateEntry("authority-" + index++, authority);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyKeyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(PrivateKeyPem.toPkcs8(pem));
        @Nullable InvalidKeySpecException last = null;
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherAlgorithm) {
                last = otherAlgorithm;
            }
        }
        throw new InvalidKeySpecException("client key: found none of " + KEY_ALGORITHMS, last);
    }

    /// PEM armour and the older key formats, wrapped as PKCS #8 (RFC 5208, RFC 5915, RFC 8017).
    static final class PrivateKeyPem {
        private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
        // SEQUENCE { OID 1.2.840.113549.1.1.1 (rsaEncryption), NULL }
        private static final byte[] RSA = {
            0x30,
            0x0d,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            0x01,
            0x01,
            0x01,
            0x05,
            0x00
        };
        // OID 1.2.840.10045.2.1 (id-ecPublicKey)
        private static final byte[] EC_OID = {
            0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
        };
        private static final int SEQUENCE = 0x30;
        private static final int OCTET_STRING = 0x04;
        private static final int OBJECT_IDENTIFIER = 0x06;
        private static final int CONTEXT_0 = 0xa0;

        private PrivateKeyPem() {}

        static byte[] toPkcs8(String pem) throws InvalidKeySpecException {
            if (pem.contains("-----BEGIN PRIVATE KEY-----")) {
                return body(pem, "PRIVATE KEY");
            }
            if (pem.contains("-----BEGIN RSA PRIVATE KEY-----")) {
                byte[] key = body(pem, "RSA PRIVATE KEY");
                return der(SEQUENCE, concat(VERSION_0, RSA, der(OCTET_STRING, key)));
            }
            if (pem.contains("-----BEGIN EC PRIVATE KEY-----")) {
                byte[] key = body(pem, "EC PRIVATE KEY");
                byte[] algorithm = der(SEQUENCE, concat(EC_OID, curveOf(key)));
                return der(SEQUENCE, concat(VERSION_0, algorithm, der(OCTET_STRING, key)));
            }
            throw new InvalidKeySpecException(
                    "client key: no unencrypted PEM private key found (expected: PRIVATE KEY, RSA"
                            + " PRIVATE KEY or EC PRIVATE KEY)");
        }

        private static byte[] body(String pem, String label) {
            String begin = "-----BEGIN " + label + "-----";
            int start = pem.indexOf(begin) + begin.length();
            int end = pem.indexOf("-----END " + label + "-----", start);
            if (end < 0) {
                throw new IllegalArgumentException("client key: no END line for " + label);
            }
            return Base64.getMimeDecoder().decode(pem.substring(start, end));
        }

        /// The curve's object identifier, from the `[0]` element of an ECPrivateKey.
        private static byte[] curveOf(byte[] ecKey) throws InvalidKeySpecException {
            for (int at = 0; at + 3 < ecKey.length; at++) {
                if ((ecKey[at] & 0xff) == CONTEXT_0 && ecKey[at + 2] == OBJECT_IDENTIFIER) {
                    int length = 2 + ecKey[at + 3];
                    byte[] oid = new byte[length];
                    System.arraycopy(ecKey, at + 2, oid, 0, length);
                    return oid;
                }
            }
            throw new InvalidKeySpecException("client key: EC key does not name its curve");
        }

        private static byte[] der(int tag, byte[] content) {
            int length = content.length;
            byte[] head;
            if (length < 0x80) {
                head = new byte[] {(byte) tag, (byte) length};
            } else if (length < 0x100) {
                head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
            } else {
                head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
            }
            return concat(head, content);
        }

        private static byte[] concat(byte[]... parts) {
            int length = 0;
            for (byte[] part : parts) {
                length += part.length;
            }
            byte[] whole = new byte[length];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, whole, at, part.length);
                at += part.length;
            }
            return whole;
        }
    }
}
