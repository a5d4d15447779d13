package dev.slipway.http;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes key pairs and certificates. Only used when there are none yet or they are about to expire,
/// so that an ordinary start does not load the library behind it.
final class CertificateIssuer {
    /// A certificate holds from a little before it was made, for clients whose clock is behind.
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final String AUTHORITY_NAME = "slipway-ca";

    private final SecureRandom random = new SecureRandom();
    private final Instant now;

    CertificateIssuer(Instant now) {
        this.now = now;
    }

    /// A key pair with its certificate.
    record Issued(PrivateKey key, X509Certificate certificate) {}

    Issued authority(Duration validity) {
        KeyPair pair = ellipticCurve();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, AUTHORITY_NAME).build();
        var builder = builder(name, name, pair.getPublic(), validity);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (CertIOException e) {
            throw new IllegalStateException("Cannot encode a certificate", e);
        }
        return new Issued(pair.getPrivate(), sign(builder, pair.getPrivate()));
    }

    Issued server(Issued authority, List<String> names, Duration validity) {
        KeyPair pair = ellipticCurve();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, "slipway").build();
        var builder = builder(subject(authority), name, pair.getPublic(), validity);
        GeneralName[] alternatives =
                names.stream().map(CertificateIssuer::alternative).toArray(GeneralName[]::new);
        try {
            addLeafExtensions(builder, authority, KeyPurposeId.id_kp_serverAuth);
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        } catch (CertIOException e) {
            throw new IllegalStateException("Cannot encode a certificate", e);
        }
        return new Issued(pair.getPrivate(), sign(builder, authority.key()));
    }

    /// A user's certificate. Its key is RSA, the only kind that all clients of the API read without
    /// help.
    Issued client(Issued authority, String user, String group, Duration validity) {
        KeyPair pair = rsa();
        X500Name name =
                new X500NameBuilder().addRDN(BCStyle.O, group).addRDN(BCStyle.CN, user).build();
        var builder = builder(subject(authority), name, pair.getPublic(), validity);
        try {
            addLeafExtensions(builder, authority, KeyPurposeId.id_kp_clientAuth);
        } catch (CertIOException e) {
            throw new IllegalStateException("Cannot encode a certificate", e);
        }
        return new Issued(pair.getPrivate(), sign(builder, authority.key()));
    }

    /// The key in the older form that every client reads.
    static String rsaKeyPem(PrivateKey key) {
        try {
            byte[] der =
                    PrivateKeyInfo.getInstance(key.getEncoded())
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded();
            return Pem.write("RSA PRIVATE KEY", der);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot encode a key", e);
        }
    }

    private void addLeafExtensions(
            X509v3CertificateBuilder builder, Issued authority, KeyPurposeId purpose)
            throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions().createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration validity) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(validity)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign a certificate", e);
        }
    }

    private static X500Name subject(Issued authority) {
        return X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    }

    private static GeneralName alternative(String name) {
        boolean address = name.contains(":") || name.chars().allMatch(c -> c == '.' || isDigit(c));
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    private KeyPair ellipticCurve() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has EC keys", e);
        }
    }

    private KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has RSA keys", e);
        }
    }
}
