package dev.slipway.backend;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Certificates and keys in PEM, for connections. Keys are PKCS #8, or RSA keys as PKCS #1, or keys
/// of elliptic curves as SEC 1. Stateless.
final class Tls {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int NAME = 0x06;
    private static final byte CONTEXT_0 = (byte) 0xa0;
    private static final char[] NO_PASSWORD = new char[0];

    private Tls() {}

    /// The texts may be empty: then Java's authorities are trusted, and no certificate is shown.
    ///
    /// @throws GeneralSecurityException if one of them is not what it should be
    static SSLContext context(String authorities, String certificate, String key)
            throws GeneralSecurityException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(certificate, key), trustManagers(authorities), null);
            return context;
        } catch (IOException | IllegalArgumentException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(String certificate, String key)
            throws GeneralSecurityException, IOException {
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        KeyStore store = store();
        store.setKeyEntry(
                "client",
                privateKey(key),
                NO_PASSWORD,
                certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(String authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore store = store();
        int index = 0;
        for (Certificate each : certificates(authorities)) {
            store.setCertificateEntry("authority-" + index++, each);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
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

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "private key: none in the PEM text (expected: an unencrypted PRIVATE KEY)");
        }
        byte[] key = Base64.getMimeDecoder().decode(matcher.group(2));
        PKCS8EncodedKeySpec wrapped =
                new PKCS8EncodedKeySpec(
                        switch (matcher.group(1)) {
                            case "RSA PRIVATE KEY" -> wrapped(RSA, key);
                            case "EC PRIVATE KEY" -> wrapped(curve(key), key);
                            default -> key;
                        });
        for (String each : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(each).generatePrivate(wrapped);
            } catch (InvalidKeySpecException e) {
                // The bytes do not say in a form that Java offers for what they are: try the next.
            }
        }
        throw new GeneralSecurityException("private key: expected one of " + ALGORITHMS);
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
    }

    /// The curve is named in the key itself, behind the number.
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        for (int i = 2; i + 3 < key.length; i++) {
            int length = key[i + 1];
            if (key[i] == CONTEXT_0 && key[i + 2] == NAME && key[i + 3] == length - 2) {
                byte[] name = Arrays.copyOfRange(key, i + 2, i + 2 + length);
                return element(SEQUENCE, CURVE, name);
            }
        }
        throw new GeneralSecurityException("private key: it does not name its curve");
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            content.writeBytes(each);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        } else {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
