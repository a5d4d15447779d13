package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Reads keys and certificates as OpenSSH writes them. Stateless.
final class Keys {
    private Keys() {}

    /// The private key with the certificate that belongs to it, or with its own public key; null if
    /// there is none.
    static @Nullable KeyPair pair(Credentials credentials) {
        if (credentials.privateKey() == null) {
            return null;
        }
        KeyPair pair = privateKey(credentials.privateKey());
        if (credentials.certificate() == null) {
            return pair;
        }
        PublicKey certificate = publicKey(credentials.certificate(), "certificate");
        if (!(certificate instanceof OpenSshCertificate)) {
            throw new RemoteException(
                    "The certificate is a plain public key (expected: a certificate as ssh-keygen"
                            + " -s makes it).");
        }
        return new KeyPair(certificate, pair.getPrivate());
    }

    private static KeyPair privateKey(String text) {
        String expected = " (expected: PEM or OpenSSH's own form, not encrypted).";
        try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            Iterable<KeyPair> pairs =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName("private_key"),
                            in,
                            FilePasswordProvider.EMPTY);
            Iterator<KeyPair> each = pairs == null ? null : pairs.iterator();
            if (each == null || !each.hasNext()) {
                throw new RemoteException("The private key is not one" + expected);
            }
            return each.next();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof RemoteException told) {
                throw told;
            }
            // What the parser says may repeat parts of the key.
            throw new RemoteException("The private key cannot be read" + expected);
        }
    }

    /// A line with a type and a key; what follows is a comment.
    static PublicKey publicKey(String text, String what) {
        try {
            String[] words = text.strip().split("\\s+", 3);
            if (words.length < 2) {
                throw new RemoteException(expected(what));
            }
            PublicKey key =
                    PublicKeyEntry.parsePublicKeyEntry(words[0] + " " + words[1])
                            .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
            if (key == null) {
                throw new RemoteException(expected(what));
            }
            return key;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new RemoteException(expected(what), e);
        }
    }

    private static String expected(String what) {
        return "The " + what + " is not a public key (expected: a type and a key in base64).";
    }
}
