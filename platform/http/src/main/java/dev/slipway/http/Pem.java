package dev.slipway.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Certificates and keys as PEM text.
final class Pem {
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String write(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + ENCODER.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    static String certificate(X509Certificate certificate) {
        try {
            return write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("A certificate has an encoding", e);
        }
    }

    static String key(PrivateKey key) {
        return write(PRIVATE_KEY, key.getEncoded());
    }

    static X509Certificate readCertificate(String pem) throws GeneralSecurityException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
    }

    static PrivateKey readKey(String pem, String algorithm) throws GeneralSecurityException {
        String body =
                pem.replace("-----BEGIN " + PRIVATE_KEY + "-----", "")
                        .replace("-----END " + PRIVATE_KEY + "-----", "");
        byte[] der = Base64.getMimeDecoder().decode(body);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
