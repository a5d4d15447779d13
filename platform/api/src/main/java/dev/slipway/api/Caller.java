package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Who makes a request, as the door it came through has established it.
public record Caller(String name, String uid, List<String> groups) {
    /// Members of this group may do everything.
    public static final String ADMINISTRATORS = "system:masters";

    public Caller {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        groups = List.copyOf(groups);
    }

    /// The server itself, beyond all rules.
    public static Caller server() {
        return new Caller("system:apiserver", "", List.of(ADMINISTRATORS));
    }

    /// A component of the server with rights of its own, such as `system:controller:deployment`.
    public static Caller component(String name) {
        return new Caller(name, "", List.of("system:authenticated"));
    }

    public boolean isAdministrator() {
        return groups.contains(ADMINISTRATORS);
    }
}
