package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;

/// Grants a role within one namespace.
public record RoleBinding(ObjectMeta metadata, List<Subject> subjects, RoleReference roleRef)
        implements Resource {
    public RoleBinding {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        subjects = Immutable.list(subjects);
        requireNonNull(roleRef, "roleRef");
    }
}
