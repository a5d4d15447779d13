package dev.slipway.node;

import static java.util.Objects.requireNonNull;

/// One start of one container of a pod; a restarted container is the next attempt. Written
/// `UID/NAME/ATTEMPT`.
public record ContainerId(String podUid, String name, int attempt) {
    public ContainerId {
        requireNonNull(podUid, "podUid");
        requireNonNull(name, "name");
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt: " + attempt + " (expected: 0 or more)");
        }
    }

    @Override
    public String toString() {
        return podUid + "/" + name + "/" + attempt;
    }
}
