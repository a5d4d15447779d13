package dev.slipway.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lets only requests pass whose `Host` names this machine. A web page elsewhere can make a browser
/// connect to 127.0.0.1 through a name of its own (DNS rebinding), but cannot change that header.
/// Requests that a page of another origin sends to change something are refused too.
final class LocalHostNames implements DecoratingHttpServiceFunction {
    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        String authority = request.authority();
        if (!isLocal(authority)) {
            return refuse(
                    "Host "
                            + authority
                            + " is not served here (expected: localhost, *.localhost or a loopback"
                            + " address).");
        }
        String origin = request.headers().get("origin");
        if (origin != null && !isLocal(withoutScheme(origin))) {
            return refuse("Requests from pages of " + origin + " are not served here.");
        }
        return next.serve(context, request);
    }

    static boolean isLocal(@Nullable String authority) {
        if (authority == null) {
            return false;
        }
        String host = host(authority).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("::1")
                || isLoopbackV4(host);
    }

    private static boolean isLoopbackV4(String host) {
        if (!host.startsWith("127.")) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    private static String withoutScheme(String origin) {
        int end = origin.indexOf("://");
        return end < 0 ? origin : origin.substring(end + 3);
    }

    private static HttpResponse refuse(String message) {
        return HttpResponse.of(HttpStatus.FORBIDDEN, MediaType.PLAIN_TEXT_UTF_8, message + "\n");
    }
}
