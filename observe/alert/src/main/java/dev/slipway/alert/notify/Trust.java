package dev.slipway.alert.notify;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to believe where the JDK's rule does not fit: anybody, or who shows a certificate of
/// another name than that of the address. The JDK leaves the check of names to trust managers of
/// this sort. Thread-safe.
final class Trust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final @Nullable X509TrustManager chainCheck;
    private final String serverName;

    private Trust(@Nullable X509TrustManager chainCheck, String serverName) {
        this.chainCheck = chainCheck;
        this.serverName = serverName;
    }

    static Trust anybody() {
        return new Trust(null, "");
    }

    /// Who shows a certificate of this name by one of those authorities.
    static Trust named(String serverName, X509TrustManager authorities) {
        return new Trust(authorities, serverName);
    }

    /// Those of the JDK if the store is null.
    static X509TrustManager authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (chainCheck == null) {
            return;
        }
        chainCheck.checkServerTrusted(chain, type);
        if (!isNamed(chain[0])) {
            throw new CertificateException(
                    "the certificate is not for %s (tls_config.server_name)".formatted(serverName));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("this side is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chainCheck == null ? new X509Certificate[0] : chainCheck.getAcceptedIssuers();
    }

    private boolean isNamed(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        String wanted = serverName.toLowerCase(Locale.ROOT);
        for (List<?> each : names == null ? List.<List<?>>of() : names) {
            boolean readable =
                    each.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS);
            if (readable && matches(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT), wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String name) {
        int dot = name.indexOf('.');
        boolean wildcard = pattern.startsWith("*.") && dot > 0;
        return wildcard ? name.substring(dot).equals(pattern.substring(1)) : name.equals(pattern);
    }
}
