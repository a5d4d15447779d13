package dev.slipway.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a request carries its bearer token: the `Authorization` header, or, for browsers that
/// cannot set one on a WebSocket, a sub-protocol.
public final class BearerTokens {
    private static final String SCHEME = "Bearer ";
    private static final String SUBPROTOCOL = "base64url.bearer.authorization.k8s.io.";
    private static final Pattern COMMA = Pattern.compile(",");

    private BearerTokens() {}

    public static @Nullable String of(RequestHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? authorization.substring(SCHEME.length()).trim()
                    : null;
        }
        String protocols = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        return protocols == null ? null : fromSubprotocols(protocols);
    }

    private static @Nullable String fromSubprotocols(String protocols) {
        for (String protocol : COMMA.splitAsStream(protocols).toList()) {
            String name = protocol.trim();
            if (name.startsWith(SUBPROTOCOL)) {
                return decode(name.substring(SUBPROTOCOL.length()));
            }
        }
        return null;
    }

    private static @Nullable String decode(String encoded) {
        try {
            return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
