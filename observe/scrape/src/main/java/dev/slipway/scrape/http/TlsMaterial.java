package dev.slipway.scrape.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.scrape.config.Confidential;
import dev.slipway.scrape.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The texts of certificates and keys as they are now. Two that are equal make the same
/// connections, so that a change of a file is noticed by comparing.
record TlsMaterial(
        HttpSettings.Tls settings,
        @Nullable String authority,
        @Nullable String certificate,
        @Nullable String key) {
    private static final char[] NO_PASSWORD = new char[0];
    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    private static final List<String> NAMES = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    static TlsMaterial read(HttpSettings.Tls settings) throws IOException {
        return new TlsMaterial(
                settings,
                text(settings.authority()),
                text(settings.certificate()),
                text(settings.key()));
    }

    SSLContext context() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(), trustManagers(), null);
        return context;
    }

    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        int first = settings.minVersion() == null ? 2 : VERSIONS.indexOf(settings.minVersion());
        int last = settings.maxVersion() == null ? 3 : VERSIONS.indexOf(settings.maxVersion());
        if (first <= last) {
            parameters.setProtocols(NAMES.subList(first, last + 1).toArray(String[]::new));
        }
        String name = settings.serverName();
        if (name != null && !isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        KeyStore keys = emptyKeyStore();
        Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
        keys.setKeyEntry("client", PrivateKeys.parse(key), NO_PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (settings.insecureSkipVerify()) {
            return new TrustManager[] {ServerTrust.ofEverybody()};
        }
        TrustManager[] trusted = authorities();
        String name = settings.serverName();
        if (name == null) {
            return trusted;
        }
        List<TrustManager> named = new ArrayList<>();
        for (TrustManager each : trusted) {
            named.add(
                    each instanceof X509TrustManager certificates
                            ? ServerTrust.ofName(certificates, name)
                            : each);
        }
        return named.toArray(TrustManager[]::new);
    }

    private TrustManager[] authorities() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authority == null) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        KeyStore store = emptyKeyStore();
        int index = 0;
        for (Certificate each : certificates(authority)) {
            store.setCertificateEntry("authority-" + index++, each);
        }
        factory.init(store);
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
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)));
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+") || name.contains(":");
    }

    private static @Nullable String text(@Nullable Confidential source) throws IOException {
        return source == null ? null : source.reveal();
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "TlsMaterial[" + settings + "]";
    }
}
