package dev.slipway.apiserver;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.api.Access;
import dev.slipway.api.Authorizer;
import dev.slipway.api.Caller;
import dev.slipway.api.KindDefinition;
import dev.slipway.http.Authenticator;
import dev.slipway.http.BearerTokens;
import dev.slipway.http.Identity;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may come in, and what they may do. Thread-safe.
final class Gate {
    private static final String IMPERSONATE_USER = "impersonate-user";
    private static final String IMPERSONATE_GROUP = "impersonate-group";
    private static final String IMPERSONATE = "impersonate";

    private final Authenticator authenticator;
    private final Authorizer authorizer;

    Gate(Authenticator authenticator, Authorizer authorizer) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
    }

    /// Throws `UNAUTHORIZED` for credentials that are not valid; without any the caller is
    /// anonymous.
    Caller identify(ServiceRequestContext context, RequestHeaders headers) {
        Identity identity = authenticator.authenticate(context, headers);
        if (identity == null) {
            if (BearerTokens.of(headers) != null) {
                throw unauthorized();
            }
            identity = Identity.anonymous();
        }
        Caller caller = new Caller(identity.name(), identity.uid(), identity.groups());
        return impersonated(caller, headers);
    }

    /// Most of the API is for those who have signed in.
    void requireSignedIn(Caller caller) {
        if (!caller.groups().contains(Identity.AUTHENTICATED)) {
            throw unauthorized();
        }
    }

    void check(Caller caller, Access access, @Nullable KindDefinition kind) {
        requireSignedIn(caller);
        Authorizer.Decision decision = authorizer.decide(caller, access);
        if (!decision.allowed()) {
            throw forbidden(caller, access, kind);
        }
    }

    Authorizer.Decision decide(Caller caller, Access access) {
        return authorizer.decide(caller, access);
    }

    @Nullable List<PolicyRule> rulesOf(Caller caller, String namespace) {
        return authorizer.rulesOf(caller, namespace);
    }

    private Caller impersonated(Caller caller, RequestHeaders headers) {
        String user = headers.get(IMPERSONATE_USER);
        List<String> groups = headers.getAll(IMPERSONATE_GROUP);
        if (user == null) {
            if (!groups.isEmpty()) {
                throw ApiException.badRequest(
                        "header Impersonate-Group: needs Impersonate-User beside it");
            }
            return caller;
        }
        check(caller, new Access(IMPERSONATE, "", "users", "", "", user, ""), null);
        for (String group : groups) {
            check(caller, new Access(IMPERSONATE, "", "groups", "", "", group, ""), null);
        }
        List<String> all = new ArrayList<>(groups);
        if (!all.contains(Identity.AUTHENTICATED)) {
            all.add(Identity.AUTHENTICATED);
        }
        return new Caller(user, "", all);
    }

    private static ApiException unauthorized() {
        return new ApiException(Reason.UNAUTHORIZED, "Unauthorized");
    }

    private static ApiException forbidden(
            Caller caller, Access access, @Nullable KindDefinition kind) {
        GroupVersionKind type = kind == null ? null : kind.type();
        ObjectKey key = access.isPath() ? null : new ObjectKey(access.namespace(), access.name());
        String place = access.isPath() ? pathPlace(access) : resourcePlace(access);
        return new ApiException(
                Reason.FORBIDDEN,
                subject(access) + "User \"" + caller.name() + "\" cannot " + place,
                type,
                key,
                List.of());
    }

    private static String subject(Access access) {
        if (access.isPath()) {
            return "forbidden: ";
        }
        String resource =
                access.group().isEmpty()
                        ? access.resource()
                        : access.resource() + "." + access.group();
        String name = access.name().isEmpty() ? "" : " \"" + access.name() + "\"";
        return resource + name + " is forbidden: ";
    }

    private static String pathPlace(Access access) {
        return access.verb() + " path \"" + access.path() + "\"";
    }

    private static String resourcePlace(Access access) {
        String resource =
                access.subresource().isEmpty()
                        ? access.resource()
                        : access.resource() + "/" + access.subresource();
        String scope =
                access.namespace().isEmpty()
                        ? "at the cluster scope"
                        : "in the namespace \"" + access.namespace() + "\"";
        return access.verb()
                + " resource \""
                + resource
                + "\" in API group \""
                + access.group()
                + "\" "
                + scope;
    }
}
