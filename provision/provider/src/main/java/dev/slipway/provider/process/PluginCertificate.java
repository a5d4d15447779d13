package dev.slipway.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A key of one side of a connection to a provider, with a certificate that signs itself. It lives
/// in memory and as long as the process. Immutable.
public record PluginCertificate(PrivateKey key, X509Certificate certificate) {
    /// The name both sides go by.
    public static final String HOST = "localhost";

    private static final String CURVE = "secp521r1";
    private static final String SIGNATURE = "SHA512withECDSA";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    private static final Duration VALIDITY = Duration.ofDays(3_650);

    public static PluginCertificate create(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair pair = generator.generateKeyPair();
            return new PluginCertificate(pair.getPrivate(), sign(pair, random, now));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("This JDK makes no keys of curve " + CURVE, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Encoding a certificate failed", e);
        }
    }

    private static X509Certificate sign(KeyPair pair, SecureRandom random, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=" + HOST + ",O=Slipway");
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, random),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(
                        KeyUsage.digitalSignature
                                | KeyUsage.keyEncipherment
                                | KeyUsage.keyAgreement
                                | KeyUsage.keyCertSign));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                        }));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
        var signer = new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    /// The certificate as text, for the environment of the other side.
    public String pem() {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, newline).encodeToString(der())
                + "\n-----END CERTIFICATE-----\n";
    }

    public byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate of our own has no encoding", e);
        }
    }
}
