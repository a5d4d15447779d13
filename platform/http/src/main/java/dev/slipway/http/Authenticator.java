package dev.slipway.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out who sends a request. Must not block; thread-safe.
@FunctionalInterface
public interface Authenticator {
    /// Null if the request carries no credentials of the kind looked for, or none that are valid.
    @Nullable Identity authenticate(ServiceRequestContext context, RequestHeaders headers);

    /// The first of several that knows the sender.
    static Authenticator firstOf(List<Authenticator> authenticators) {
        List<Authenticator> all = List.copyOf(authenticators);
        return (context, headers) -> {
            for (Authenticator authenticator : all) {
                Identity identity = authenticator.authenticate(context, headers);
                if (identity != null) {
                    return identity;
                }
            }
            return null;
        };
    }
}
