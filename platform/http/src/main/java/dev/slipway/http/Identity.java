package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Who sends a request: a user name and the groups it belongs to, as authorisation rules name them.
public record Identity(String name, String uid, List<String> groups) {
    /// Every signed-in user is in this group.
    public static final String AUTHENTICATED = "system:authenticated";

    /// Members may do everything; the administrator's certificate puts its owner in it.
    public static final String ADMINISTRATORS = "system:masters";

    private static final Identity ANONYMOUS =
            new Identity("system:anonymous", "", List.of("system:unauthenticated"));

    public Identity {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        groups = List.copyOf(groups);
    }

    /// A request without any credentials.
    public static Identity anonymous() {
        return ANONYMOUS;
    }

    /// A user whose credentials were checked.
    static Identity signedIn(String name, String uid, List<String> groups) {
        var all = new java.util.LinkedHashSet<>(groups);
        all.add(AUTHENTICATED);
        return new Identity(name, uid, List.copyOf(all));
    }
}
