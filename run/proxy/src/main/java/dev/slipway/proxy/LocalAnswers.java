package dev.slipway.proxy;

import dev.slipway.proxy.ResponseWriter.Persistence;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Responses that the proxy gives itself: refusals, redirects, fixed texts. Writes them into the
/// worker's buffer.
final class LocalAnswers {
    private final HeadBuffer out;
    private final Persistence persistence;
    private final boolean withoutBody;

    LocalAnswers(HeadBuffer out, Persistence persistence, boolean withoutBody) {
        this.out = out;
        this.persistence = persistence;
        this.withoutBody = withoutBody;
    }

    /// Whether a route answers without a backend.
    static boolean isAnswered(RoutePlan plan) {
        return plan.redirect() != null || plan.respond() != null;
    }

    static int status(RoutePlan plan) {
        if (plan.redirect() != null) {
            return plan.redirect().status();
        }
        return plan.respond() == null ? 0 : plan.respond().status();
    }

    /// The answer of a route that [#isAnswered].
    void write(RequestHead head, RoutePlan plan, MatchPlan match, RequestWriter.Client client) {
        RouteFilter.Redirect redirect = plan.redirect();
        RouteFilter.Respond respond = plan.respond();
        if (redirect != null) {
            begin(redirect.status());
            out.put(plan.forwarding().responseEdit().block());
            location(head, redirect, match, client);
            text("");
        } else if (respond != null) {
            begin(respond.status());
            out.put(plan.forwarding().responseEdit().block());
            text(respond.text());
        }
    }

    void refuse(Refusal refusal, String text) {
        begin(refusal.status());
        out.put("x-slipway-reason: ").line(refusal.reason());
        text(text + "\n");
    }

    private void begin(int status) {
        out.clear()
                .put("HTTP/1.1 ")
                .put(Integer.toString(status))
                .put(" ")
                .line(Reasons.of(status));
        switch (persistence) {
            case CLOSES -> out.line("Connection: close");
            case SAID -> out.line("Connection: keep-alive");
            case IMPLIED, UPGRADES -> {}
        }
    }

    private void text(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            out.line("Content-Type: text/plain; charset=utf-8");
        }
        out.put("Content-Length: ").line(Integer.toString(body.length)).endLine();
        if (!withoutBody) {
            out.put(body);
        }
    }

    private void location(
            RequestHead head,
            RouteFilter.Redirect redirect,
            MatchPlan match,
            RequestWriter.Client client) {
        String asked = client.secure() ? "https" : "http";
        String scheme = redirect.scheme() == null ? asked : redirect.scheme();
        String authority = head.authority();
        int hostEnd = hostEnd(authority);
        String host =
                redirect.hostname() == null ? authority.substring(0, hostEnd) : redirect.hostname();
        out.put("Location: ").put(scheme).put("://").put(host);
        out.put(
                port(
                        redirect.port(),
                        scheme,
                        scheme.equals(asked) ? authority.substring(hostEnd) : ""));
        PathRewritePlan path = PathRewritePlan.of(redirect.path());
        if (path == null) {
            out.put(head.pathEnd() == head.pathStart() ? "/" : head.path());
        } else {
            path.write(
                    out, head.bytes(), head.pathStart(), head.pathEnd(), match.prefixLength(head));
        }
        out.put(head.bytes(), head.pathEnd(), head.targetEnd()).endLine();
    }

    /// The port with its colon: as given, else as in the request; nothing where it is the scheme's
    /// own.
    private static String port(@Nullable Integer given, String scheme, String asked) {
        String port = given == null ? asked : ":" + given;
        boolean isOwn = port.equals(scheme.equals("https") ? ":443" : ":80");
        return isOwn ? "" : port;
    }

    private static int hostEnd(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : authority.length();
    }
}
