package dev.slipway.proxy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change to a request or its response, or an answer in place of a backend's.
public sealed interface RouteFilter {
    /// Changes headers of the request before it is sent to the backend.
    record RequestHeaders(HeaderEdit edit) implements RouteFilter {}

    /// Changes headers of the response before it is sent to the client.
    record ResponseHeaders(HeaderEdit edit) implements RouteFilter {}

    /// Changes the Host header and the path that the backend sees.
    record UrlRewrite(@Nullable String hostname, @Nullable PathRewrite path)
            implements RouteFilter {
        public UrlRewrite {
            Checks.host(hostname);
        }
    }

    /// Answers with a redirect. What is null is taken from the request; a null port is left out
    /// where the scheme is given and its own port is meant.
    record Redirect(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable Integer port,
            @Nullable PathRewrite path,
            int status)
            implements RouteFilter {
        public Redirect {
            Checks.range("redirect status", status, 300, 399);
            Checks.host(scheme);
            Checks.host(hostname);
        }
    }

    /// Answers with a status and a short plain text.
    record Respond(int status, String text) implements RouteFilter {
        public Respond {
            Checks.range("status", status, 200, 599);
        }
    }

    /// Copies a share of the requests to another backend, whose answers nobody sees: they are
    /// compared with the real ones and counted. Requests with bodies above 64 KB are not copied.
    record Mirror(String backendId, int numerator, int denominator, Duration timeout)
            implements RouteFilter {
        public Mirror {
            Checks.notBlank("backendId", backendId);
            Checks.range("denominator", denominator, 1, Integer.MAX_VALUE);
            Checks.range("numerator", numerator, 0, denominator);
            Checks.range("timeout milliseconds", timeout.toMillis(), 1, Integer.MAX_VALUE);
        }
    }

    /// Header changes, carried out as set, add, remove. Names in any case.
    record HeaderEdit(List<Header> set, List<Header> add, List<String> remove) {
        public HeaderEdit {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /// A header line. Line ends and NUL are refused.
    record Header(String name, String value) {
        public Header {
            Checks.headerName(name);
            Checks.headerValue(name, value);
        }
    }

    /// How a path is replaced: all of it, or the prefix that the route matched. The query stays.
    record PathRewrite(PathRewriteKind kind, String value) {
        public PathRewrite {
            Checks.path(value);
        }
    }

    /// Which part of a path is replaced.
    enum PathRewriteKind {
        FULL,
        PREFIX
    }
}
