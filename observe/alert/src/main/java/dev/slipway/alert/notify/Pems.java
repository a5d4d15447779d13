package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as PEM. Stateless.
final class Pems {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pems() {}

    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (var each :
                factory.generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))) {
            found.add((X509Certificate) each);
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("no certificate in the PEM");
        }
        return found;
    }

    static PrivateKey key(String pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new GeneralSecurityException("no private key in the PEM");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the private key is no Base64", e);
        }
        return switch (found.group(1)) {
            case "PRIVATE KEY" -> key(der);
            case "RSA PRIVATE KEY" -> key(wrapRsa(der));
            default ->
                    throw new GeneralSecurityException(
                            "found a %s, expected a PRIVATE KEY (`openssl pkcs8 -topk8 -nocrypt` makes one)"
                                    .formatted(found.group(1)));
        };
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException failure = new GeneralSecurityException("a key of no known sort");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /// PKCS#1 within PKCS#8: version, the algorithm's identifier, the key as octets.
    private static byte[] wrapRsa(byte[] pkcs1) {
        byte[] version = {2, 1, 0};
        byte[] algorithm = {
            0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
        };
        return der(0x30, concat(version, algorithm, der(4, pkcs1)));
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head =
                length < 0x80
                        ? new byte[] {(byte) tag, (byte) length}
                        : new byte[] {
                            (byte) tag,
                            (byte) 0x83,
                            (byte) (length >> 16),
                            (byte) (length >> 8),
                            (byte) length
                        };
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
