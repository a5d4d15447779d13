package dev.slipway.alert.notify;

import dev.slipway.alert.config.Secret;
import dev.slipway.alert.config.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Makes of `tls_config` what the JDK wants. Files are read each time, so that a renewed
/// certificate counts. Stateless.
final class TlsContexts {
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final char[] NO_PASSWORD = {};

    private TlsContexts() {}

    /// Throws [NotifyException], since somebody must change something.
    static SSLContext context(TlsOptions options) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(options), trust(options), null);
            return context;
        } catch (GeneralSecurityException | IOException | UncheckedIOException e) {
            throw NotifyException.lasting("tls_config cannot be used: " + e.getMessage(), e);
        }
    }

    static SSLParameters parameters(TlsOptions options) {
        SSLParameters parameters = new SSLParameters();
        int first = options.minimumVersion().equals("TLS13") ? 1 : 0;
        boolean only12 = options.maximumVersion().equals("TLS12");
        parameters.setProtocols(
                VERSIONS.subList(first, only12 ? Math.max(1, first) : VERSIONS.size())
                        .toArray(String[]::new));
        return parameters;
    }

    private static TrustManager @Nullable [] trust(TlsOptions options)
            throws GeneralSecurityException, IOException {
        if (options.insecure()) {
            return new TrustManager[] {Trust.anybody()};
        }
        Secret pem = options.authorities();
        if (pem == null && options.serverName().isEmpty()) {
            return null;
        }
        X509TrustManager authorities =
                Trust.authorities(pem == null ? null : authorities(pem.read()));
        return new TrustManager[] {
            options.serverName().isEmpty()
                    ? authorities
                    : Trust.named(options.serverName(), authorities)
        };
    }

    private static KeyStore authorities(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate each : Pems.certificates(pem)) {
            store.setCertificateEntry("ca" + number++, each);
        }
        return store;
    }

    private static KeyManager @Nullable [] keys(TlsOptions options)
            throws GeneralSecurityException, IOException {
        Secret certificate = options.certificate();
        Secret key = options.key();
        if (certificate == null || key == null) {
            return null;
        }
        KeyStore store = empty();
        store.setKeyEntry(
                "own",
                Pems.key(key.read()),
                NO_PASSWORD,
                Pems.certificates(certificate.read()).toArray(X509Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
