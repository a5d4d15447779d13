package dev.slipway.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Users known by a client certificate that the door's TLS has verified: the common name is the
/// user, each organisation a group. The identity of a connection is worked out once.
public final class ClientCertificates implements Authenticator {
    // Guarded by its own lock; an entry lives as long as its connection's session.
    private final Map<SSLSession, Identity> bySession =
            Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public @Nullable Identity authenticate(ServiceRequestContext context, RequestHeaders headers) {
        SSLSession session = context.sslSession();
        if (session == null) {
            return null;
        }
        Identity known = bySession.get(session);
        if (known != null) {
            return known;
        }
        Identity identity = read(session);
        if (identity != null) {
            bySession.put(session, identity);
        }
        return identity;
    }

    private static @Nullable Identity read(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? identityOf(certificate)
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    static @Nullable Identity identityOf(X509Certificate certificate) {
        String user = "";
        List<String> groups = new ArrayList<>();
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    user = part.getValue().toString();
                } else if (part.getType().equalsIgnoreCase("O")) {
                    groups.add(part.getValue().toString());
                }
            }
        } catch (InvalidNameException e) {
            return null;
        }
        return user.isEmpty() ? null : Identity.signedIn(user, "", groups);
    }
}
