package dev.slipway.proxy;

import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A certificate chain with its private key (PKCS #8, or RSA's and elliptic curves' older forms),
/// both in PEM. `hostnames` are the names it is shown for, exact or `*.suffix`; where the list is
/// empty, the names in the certificate count. `toString` leaves the key out.
public record Certificate(List<String> hostnames, String chainPem, String keyPem) {
    public Certificate {
        hostnames = List.copyOf(hostnames);
        Checks.notBlank("certificate chain", chainPem);
        Checks.notBlank("certificate key", keyPem);
    }

    /// What keeps the proxy from using it, or null. A certificate with a problem is left out of the
    /// listeners that name it.
    public @Nullable String problem() {
        try {
            Pem.certificates(chainPem);
            Pem.privateKey(keyPem);
            return null;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "Certificate[hostnames=" + hostnames + "]";
    }
}
