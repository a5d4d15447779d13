package dev.slipway.proxy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The certificates of a TLS listener, ready for handshakes, by the name a client asks for.
/// Immutable.
final class ServerCertificates {
    static final ServerCertificates NONE = new ServerCertificates(Map.of(), Map.of(), null);

    private static final Logger LOG = System.getLogger(ServerCertificates.class.getName());
    private static final int SESSIONS_MAX = 2000;
    private static final int SESSION_SECONDS_MAX = 3600;

    private final Map<Certificate, SslContext> contexts;
    private final Map<String, SslContext> byName;
    private final @Nullable SslContext first;

    private ServerCertificates(
            Map<Certificate, SslContext> contexts,
            Map<String, SslContext> byName,
            @Nullable SslContext first) {
        this.contexts = contexts;
        this.byName = byName;
        this.first = first;
    }

    /// Reads certificates; those already in `before` are taken from there. A certificate that
    /// cannot be used is left out and logged, so that it does not take the others' names down.
    static ServerCertificates of(List<Certificate> certificates, ServerCertificates before) {
        Map<Certificate, SslContext> contexts = new HashMap<>();
        Map<String, SslContext> byName = new HashMap<>();
        List<SslContext> ordered = new ArrayList<>();
        for (Certificate certificate : certificates) {
            try {
                SslContext known = before.contexts.get(certificate);
                SslContext context = known == null ? context(certificate) : known;
                contexts.put(certificate, context);
                ordered.add(context);
                names(certificate).forEach(name -> byName.putIfAbsent(name, context));
            } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
                LOG.log(
                        Logger.Level.WARNING,
                        "Certificate left out hostnames={0} reason={1}",
                        certificate.hostnames(),
                        e.getMessage());
            }
        }
        return new ServerCertificates(
                contexts, byName, ordered.isEmpty() ? null : ordered.getFirst());
    }

    private static SslContext context(Certificate certificate)
            throws GeneralSecurityException, SSLException {
        PrivateKey key = Pem.privateKey(certificate.keyPem());
        List<X509Certificate> chain = Pem.certificates(certificate.chainPem());
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .sessionCacheSize(SESSIONS_MAX)
                .sessionTimeout(SESSION_SECONDS_MAX)
                .build();
    }

    private static List<String> names(Certificate certificate) throws GeneralSecurityException {
        List<String> names = certificate.hostnames();
        if (names.isEmpty()) {
            names = Pem.hostnames(Pem.certificates(certificate.chainPem()).getFirst());
        }
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    boolean isEmpty() {
        return first == null;
    }

    /// The context for a name (null where the client sent none): exact, by wildcard of any length,
    /// or the first.
    @Nullable SslContext of(@Nullable String name) {
        if (name == null) {
            return first;
        }
        String host = name.toLowerCase(Locale.ROOT);
        SslContext found = byName.get(host);
        for (int dot = host.indexOf('.');
                found == null && dot > 0;
                dot = host.indexOf('.', dot + 1)) {
            found = byName.get("*" + host.substring(dot));
        }
        return found == null ? first : found;
    }
}
