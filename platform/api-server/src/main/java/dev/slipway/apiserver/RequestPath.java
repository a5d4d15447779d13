package dev.slipway.apiserver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a path of the API addresses.
sealed interface RequestPath {
    /// `/api/v1/…` or `/apis/GROUP/VERSION/…`. Empty strings for what the path does not have; a
    /// kind that lives in namespaces without one means all of them.
    record Resource(
            String group,
            String version,
            String namespace,
            String plural,
            String name,
            String subresource)
            implements RequestPath {}

    /// `/api`, `/apis`, `/apis/GROUP`, `/apis/GROUP/VERSION` and `/api/v1`.
    record Document(boolean core, String group, String version) implements RequestPath {}

    /// Anything else; `path` as it was asked for.
    record Other(String path) implements RequestPath {}

    static RequestPath parse(String path) {
        List<String> parts = split(path);
        if (parts == null || parts.isEmpty()) {
            return new Other(path);
        }
        if (parts.get(0).equals("api")) {
            return core(parts, path);
        }
        return parts.get(0).equals("apis") ? grouped(parts, path) : new Other(path);
    }

    private static RequestPath core(List<String> parts, String path) {
        return switch (parts.size()) {
            case 1 -> new Document(true, "", "");
            case 2 -> new Document(true, "", parts.get(1));
            default -> resource("", parts.get(1), parts.subList(2, parts.size()), path);
        };
    }

    private static RequestPath grouped(List<String> parts, String path) {
        return switch (parts.size()) {
            case 1 -> new Document(false, "", "");
            case 2 -> new Document(false, parts.get(1), "");
            case 3 -> new Document(false, parts.get(1), parts.get(2));
            default -> resource(parts.get(1), parts.get(2), parts.subList(3, parts.size()), path);
        };
    }

    /// `/namespaces/X/plural…` is a kind in a namespace, except for the parts of a namespace
    /// itself.
    private static RequestPath resource(
            String group, String version, List<String> rest, String path) {
        boolean inNamespace =
                rest.size() > 2
                        && rest.get(0).equals("namespaces")
                        && !(group.isEmpty() && rest.size() == 3 && isNamespacePart(rest.get(2)));
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
        if (own.size() > 3) {
            return new Other(path);
        }
        return new Resource(
                group,
                version,
                namespace,
                own.get(0),
                own.size() > 1 ? own.get(1) : "",
                own.size() > 2 ? own.get(2) : "");
    }

    private static boolean isNamespacePart(String word) {
        return word.equals("status") || word.equals("finalize");
    }

    /// Null if a part is empty, as in `/api//pods`; one slash at the end is forgiven.
    private static @Nullable List<String> split(String path) {
        List<String> parts = new ArrayList<>(8);
        int start = 1;
        int length = path.endsWith("/") ? path.length() - 1 : path.length();
        while (start <= length) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 || slash > length ? length : slash;
            if (end == start) {
                return start >= length ? parts : null;
            }
            parts.add(path.substring(start, end));
            start = end + 1;
        }
        return parts;
    }
}
