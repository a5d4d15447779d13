package dev.slipway.scrape.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Decides by itself whom to trust, instead of by the name of the host connected to: everybody, if
/// the settings say so, or whoever has a certificate for the name that they expect. As an extended
/// trust manager it is not asked again by the JDK whether the name fits. Immutable.
final class ServerTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final @Nullable X509TrustManager authorities;
    private final String expectedName;

    private ServerTrust(@Nullable X509TrustManager authorities, String expectedName) {
        this.authorities = authorities;
        this.expectedName = expectedName.toLowerCase(Locale.ROOT);
    }

    static ServerTrust ofEverybody() {
        return new ServerTrust(null, "");
    }

    static ServerTrust ofName(X509TrustManager authorities, String expectedName) {
        return new ServerTrust(authorities, expectedName);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (authorities != null) {
            authorities.checkServerTrusted(chain, type);
            if (!names(chain[0]).stream().anyMatch(this::isExpected)) {
                throw new CertificateException(
                        "certificate is for %s (expected: %s)"
                                .formatted(names(chain[0]), expectedName));
            }
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
        throw new CertificateException("This is a client: it has none");
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
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    /// RFC 6125: a star stands for one whole label at the left.
    private boolean isExpected(String name) {
        if (!name.startsWith("*.")) {
            return name.equals(expectedName);
        }
        int dot = expectedName.indexOf('.');
        return dot > 0 && expectedName.substring(dot).equals(name.substring(1));
    }

    private static List<String> names(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return List.of();
        }
        return names.stream()
                .filter(each -> each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS))
                .map(each -> String.valueOf(each.get(1)).toLowerCase(Locale.ROOT))
                .toList();
    }
}
