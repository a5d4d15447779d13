package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;

/// What somebody wants to do: a verb (`get`, `list`, `watch`, `create`, `update`, `patch`,
/// `delete`, `deletecollection`) on a resource, a subresource of it, or one object by name. Empty
/// strings for what does not apply. A path outside the resources (`/metrics`) has only `verb` and
/// `path`.
public record Access(
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {
    public Access {
        requireNonNull(verb, "verb");
        requireNonNull(group, "group");
        requireNonNull(resource, "resource");
        requireNonNull(subresource, "subresource");
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(path, "path");
    }

    public static Access toObject(String verb, Target target) {
        return new Access(
                verb,
                target.kind().type().group(),
                target.kind().plural(),
                target.subresource(),
                target.key().namespace(),
                target.key().name(),
                "");
    }

    public static Access toKind(String verb, KindDefinition kind, String namespace) {
        return toObject(verb, Target.of(kind, new ObjectKey(namespace, "")));
    }

    public static Access toPath(String verb, String path) {
        return new Access(verb, "", "", "", "", "", path);
    }

    public boolean isPath() {
        return !path.isEmpty();
    }
}
