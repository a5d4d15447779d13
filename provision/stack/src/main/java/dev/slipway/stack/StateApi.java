package dev.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.model.Json;
import dev.slipway.stack.KeptStates.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps states for Terraform's `http` backend:
///
/// ```
///   GET, POST, DELETE   NAMESPACE/NAME              the state; 204 before the first
///   POST, DELETE        NAMESPACE/NAME/lock         takes and gives back the lock; 423 if it is taken
///   GET                 NAMESPACE/NAME/versions     all versions, oldest first
///   GET                 NAMESPACE/NAME/versions/N   one of them
/// ```
///
/// Who asks shows the token as the password, whatever the user name. Thread-safe.
final class StateApi implements HttpService {
    private static final long STATE_BYTES_MAX = 256L << 20;
    private static final String NAME = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
    private static final Pattern PATH =
            Pattern.compile("/?(" + NAME + "/" + NAME + ")(/lock|/versions(?:/([0-9]{1,8}))?)?/?");

    private final KeptStates states;
    private final byte[] token;

    StateApi(KeptStates states, String token) {
        this.states = states;
        this.token = token.getBytes(UTF_8);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (!isAllowed(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            return HttpResponse.builder()
                    .status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"slipway state\"")
                    .content(MediaType.PLAIN_TEXT_UTF_8, "the token is the password\n")
                    .build();
        }
        Matcher path = PATH.matcher(context.mappedPath());
        if (!path.matches()) {
            return problem(HttpStatus.NOT_FOUND, "path: expected NAMESPACE/NAME");
        }
        context.setMaxRequestLength(STATE_BYTES_MAX);
        return HttpResponse.of(
                request.aggregate()
                        .thenApplyAsync(
                                whole -> answer(context, whole, path),
                                context.blockingTaskExecutor()));
    }

    private boolean isAllowed(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            String pair =
                    new String(
                            Base64.getDecoder().decode(authorization.substring(6).trim()), UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            return MessageDigest.isEqual(password.getBytes(UTF_8), token);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private HttpResponse answer(
            ServiceRequestContext context, AggregatedHttpRequest request, Matcher path) {
        String name = path.group(1);
        String part = path.group(2) == null ? "" : path.group(2);
        try {
            if (part.isEmpty()) {
                return state(name, context, request);
            }
            return part.equals("/lock") ? lock(name, request) : version(name, request, path);
        } catch (Refused e) {
            return e.isLocked()
                    ? HttpResponse.of(
                            HttpStatus.LOCKED, MediaType.JSON, String.valueOf(e.getMessage()))
                    : problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse state(
            String name, ServiceRequestContext context, AggregatedHttpRequest request)
            throws Refused {
        String lockId = QueryParams.fromQueryString(context.query()).get("ID");
        if (request.method() == HttpMethod.GET) {
            byte[] state = states.find(name);
            return state == null ? HttpResponse.of(HttpStatus.NO_CONTENT) : json(state);
        }
        if (request.method() == HttpMethod.POST) {
            byte[] state = request.content().array();
            checkDigest(request.headers().get("content-md5"), state);
            states.put(name, state, lockId);
            return HttpResponse.of(HttpStatus.OK);
        }
        if (request.method() == HttpMethod.DELETE) {
            states.delete(name, lockId);
            return HttpResponse.of(HttpStatus.OK);
        }
        return problem(HttpStatus.METHOD_NOT_ALLOWED, "method: expected GET, POST or DELETE");
    }

    private static void checkDigest(@Nullable String expected, byte[] content) throws Refused {
        if (expected == null) {
            return;
        }
        try {
            byte[] found = MessageDigest.getInstance("MD5").digest(content);
            if (!expected.equals(Base64.getEncoder().encodeToString(found))) {
                throw new Refused(false, "state: its Content-MD5 is another one");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    private HttpResponse lock(String name, AggregatedHttpRequest request) throws Refused {
        byte[] lock = request.content().array();
        if (request.method() == HttpMethod.POST || request.method() == HttpMethod.PUT) {
            states.lock(name, lock);
            return HttpResponse.of(HttpStatus.OK);
        }
        if (request.method() == HttpMethod.DELETE) {
            states.unlock(name, lock);
            return HttpResponse.of(HttpStatus.OK);
        }
        return problem(HttpStatus.METHOD_NOT_ALLOWED, "method: expected POST or DELETE");
    }

    private HttpResponse version(String name, AggregatedHttpRequest request, Matcher path) {
        if (request.method() != HttpMethod.GET) {
            return problem(HttpStatus.METHOD_NOT_ALLOWED, "method: expected GET");
        }
        if (path.group(3) == null) {
            ObjectNode answer = Json.object();
            ArrayNode versions = answer.putArray("versions");
            states.history(name)
                    .forEach(each ->
                            versions.addObject()
                                    .put("number", each.number())
                                    .put("serial", each.serial())
                                    .put("lineage", each.lineage())
                                    .put("bytes", each.bytes()));
            return json(Json.bytes(answer));
        }
        byte[] state = states.find(name, Integer.parseInt(path.group(3)));
        return state == null
                ? problem(HttpStatus.NOT_FOUND, "there is no such version")
                : json(state);
    }

    private static HttpResponse json(byte[] content) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(content));
    }

    private static HttpResponse problem(HttpStatus status, String message) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, message + "\n");
    }
}
