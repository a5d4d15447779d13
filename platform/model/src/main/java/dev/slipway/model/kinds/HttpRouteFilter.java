package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes a request on its way; the one field that `type` names is set.
public record HttpRouteFilter(
        String type,
        @Nullable HeaderModifier requestHeaderModifier,
        @Nullable HeaderModifier responseHeaderModifier,
        @Nullable Redirect requestRedirect,
        @Nullable Rewrite urlRewrite,
        @Nullable Mirror requestMirror) {
    public HttpRouteFilter {
        requireNonNull(type, "type");
    }

    /// Changes headers.
    public record HeaderModifier(List<Header> set, List<Header> add, List<String> remove) {
        public HeaderModifier {
            set = Immutable.list(set);
            add = Immutable.list(add);
            remove = Immutable.list(remove);
        }
    }

    /// A header.
    public record Header(String name, String value) {
        public Header {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /// Answers with a redirection.
    public record Redirect(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable PathModifier path,
            @Nullable Integer port,
            @Nullable Integer statusCode) {}

    /// Changes host or path.
    public record Rewrite(@Nullable String hostname, @Nullable PathModifier path) {}

    /// `ReplaceFullPath` or `ReplacePrefixMatch`.
    public record PathModifier(
            String type, @Nullable String replaceFullPath, @Nullable String replacePrefixMatch) {
        public PathModifier {
            requireNonNull(type, "type");
        }
    }

    /// Sends a copy elsewhere.
    public record Mirror(
            HttpRoute.BackendReference backendRef,
            @Nullable Integer percent,
            @Nullable Fraction fraction) {
        public Mirror {
            requireNonNull(backendRef, "backendRef");
        }
    }

    /// A share; the denominator is 100 if not said.
    public record Fraction(int numerator, @Nullable Integer denominator) {}
}
