package dev.slipway.proxy;

import com.google.re2j.Pattern;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One match of a route, ready to be compared with heads. The natural order of plans is the Gateway
/// API's precedence.
final class MatchPlan {
    static final Comparator<MatchPlan> PRECEDENCE =
            Comparator.comparingInt(MatchPlan::kindRank)
                    .thenComparingInt(plan -> -plan.path.length)
                    .thenComparingInt(plan -> plan.method == null ? 1 : 0)
                    .thenComparingInt(plan -> -plan.headers.size())
                    .thenComparingInt(plan -> -plan.query.size());

    private record ValuePlan(byte[] name, byte[] exact, @Nullable Pattern regex) {
        static ValuePlan header(RouteMatch.Value value) {
            return of(Ascii.lowerCase(value.name()), value);
        }

        static ValuePlan query(RouteMatch.Value value) {
            return of(Ascii.bytes(value.name()), value);
        }

        private static ValuePlan of(byte[] name, RouteMatch.Value value) {
            boolean isRegex = value.kind() == RouteMatch.ValueKind.REGEX;
            return new ValuePlan(
                    name,
                    Ascii.bytes(value.value()),
                    isRegex ? Pattern.compile(value.value()) : null);
        }

        boolean fits(String found) {
            return regex == null
                    ? found.equals(Ascii.string(exact, 0, exact.length))
                    : regex.matches(found);
        }
    }

    private final RouteMatch.PathKind kind;
    private final byte[] path;
    private final @Nullable Pattern pathRegex;
    private final byte @Nullable [] method;
    private final List<ValuePlan> headers;
    private final List<ValuePlan> query;

    MatchPlan(RouteMatch match) {
        kind = match.path().kind();
        String value = match.path().value();
        if (kind == RouteMatch.PathKind.PREFIX && value.endsWith("/")) {
            value = value.substring(0, value.length() - 1);
        }
        path = Ascii.bytes(value);
        pathRegex = kind == RouteMatch.PathKind.REGEX ? Pattern.compile(value) : null;
        method = match.method() == null ? null : Ascii.bytes(match.method());
        headers = match.headers().stream().map(ValuePlan::header).toList();
        query = match.query().stream().map(ValuePlan::query).toList();
    }

    /// Exact before prefix; a regular expression, which the Gateway API leaves open, before any
    /// prefix too.
    private int kindRank() {
        return switch (kind) {
            case EXACT -> 0;
            case REGEX -> 1;
            case PREFIX -> 2;
        };
    }

    /// The length of the path prefix that matched, for rewrites: all of the path where the match
    /// was not a prefix.
    int prefixLength(RequestHead head) {
        return kind == RouteMatch.PathKind.PREFIX ? path.length : head.pathEnd() - head.pathStart();
    }

    /// The path as the route writes it, where that names few paths; null for a prefix.
    @Nullable String pathPattern() {
        return kind == RouteMatch.PathKind.PREFIX ? null : Ascii.string(path, 0, path.length);
    }

    boolean fits(RequestHead head) {
        return fitsPath(head)
                && (method == null || head.isMethod(method))
                && fitsHeaders(head)
                && fitsQuery(head);
    }

    private boolean fitsPath(RequestHead head) {
        if (pathRegex != null) {
            return pathRegex.matches(head.path());
        }
        byte[] bytes = head.bytes();
        int start = head.pathStart();
        int end = head.pathEnd();
        if (!Paths.hasPrefix(bytes, start, end, path)) {
            return start == end && path.length == 1;
        }
        return kind == RouteMatch.PathKind.PREFIX || end - start == path.length;
    }

    private boolean fitsHeaders(RequestHead head) {
        for (ValuePlan header : headers) {
            int line = head.lines().find(header.name());
            if (line < 0 || !header.fits(head.lines().value(line))) {
                return false;
            }
        }
        return true;
    }

    private boolean fitsQuery(RequestHead head) {
        for (ValuePlan parameter : query) {
            String found = Query.find(head, parameter.name());
            if (found == null || !parameter.fits(found)) {
                return false;
            }
        }
        return true;
    }
}
