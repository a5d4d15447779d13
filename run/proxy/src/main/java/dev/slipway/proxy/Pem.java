package dev.slipway.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys in PEM: PKCS #8 keys, and the older forms of RSA (PKCS #1) and elliptic
/// curve (SEC 1) keys, which many tools still write; those are wrapped into PKCS #8.
final class Pem {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int ALTERNATIVE_DNS_NAME = 2;
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] RSA_ALGORITHM = {
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
    private static final byte[] EC_IDENTIFIER = {
        0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
    };

    private Pem() {}

    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
        for (var certificate : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
            chain.add((X509Certificate) certificate);
        }
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("certificate chain: none in the PEM text");
        }
        return chain;
    }

    /// The DNS names that a certificate is for.
    static List<String> hostnames(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return List.of();
        }
        return alternatives.stream()
                .filter(name -> name.get(0).equals(ALTERNATIVE_DNS_NAME))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "private key: none in the PEM text (expected: an unencrypted PRIVATE KEY)");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2));
        byte[] pkcs8 =
                switch (matcher.group(1)) {
                    case "RSA PRIVATE KEY" -> wrapped(RSA_ALGORITHM, encoded);
                    case "EC PRIVATE KEY" -> wrapped(ecAlgorithm(encoded), encoded);
                    default -> encoded;
                };
        return pkcs8Key(pkcs8);
    }

    private static PrivateKey pkcs8Key(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException another) {
                // The next algorithm may fit; the bytes do not say which one they are for in a form
                // the JDK offers.
            }
        }
        throw new GeneralSecurityException(
                "private key: neither RSA nor elliptic curve (expected: one of them)");
    }

    /// `SEQUENCE { version 0, algorithm, OCTET STRING key }`.
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(0x30, VERSION_0, algorithm, element(0x04, key));
    }

    /// The curve is in the key itself: `[0] { OBJECT IDENTIFIER }` behind the number.
    private static byte[] ecAlgorithm(byte[] key) throws GeneralSecurityException {
        for (int p = 2; p + 3 < key.length; p++) {
            int length = key[p + 1];
            boolean isCurve =
                    key[p] == (byte) 0xa0
                            && key[p + 2] == 0x06
                            && key[p + 3] == length - 2
                            && p + 2 + length <= key.length;
            if (isCurve) {
                byte[] curve = Arrays.copyOfRange(key, p + 2, p + 2 + length);
                return element(0x30, EC_IDENTIFIER, curve);
            }
        }
        throw new GeneralSecurityException("private key: names no elliptic curve");
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
