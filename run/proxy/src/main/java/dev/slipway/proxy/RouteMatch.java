package dev.slipway.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditions on a request, all of which must hold. Regular expressions are RE2's and must fit the
/// whole value. A header or query parameter that occurs more than once is matched by its first
/// value.
public record RouteMatch(
        Path path, @Nullable String method, List<Value> headers, List<Value> query) {
    public RouteMatch {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }

    /// Every request whose path begins with the prefix, segment by segment: `/a` fits `/a` and
    /// `/a/b`, not `/ab`.
    public static RouteMatch prefix(String prefix) {
        return new RouteMatch(new Path(PathKind.PREFIX, prefix), null, List.of(), List.of());
    }

    /// How a path is compared.
    public enum PathKind {
        EXACT,
        PREFIX,
        REGEX
    }

    /// How a header or a query parameter is compared.
    public enum ValueKind {
        EXACT,
        REGEX
    }

    /// A condition on the path, without the query.
    public record Path(PathKind kind, String value) {
        public Path {
            if (kind == PathKind.REGEX) {
                Checks.regex(value);
            }
        }
    }

    /// A condition on a header (name in any case) or a query parameter (name as it is).
    public record Value(String name, ValueKind kind, String value) {
        public Value {
            Checks.notBlank("name", name);
            if (kind == ValueKind.REGEX) {
                Checks.regex(value);
            }
        }
    }
}
