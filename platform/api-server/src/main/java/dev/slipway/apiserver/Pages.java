package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.slipway.model.Json;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What everybody may ask, signed in or not: the version and whether the server is well.
final class Pages {
    /// The version of Kubernetes whose API is spoken; clients decide by it what they may use.
    private static final String MINOR = "32";

    private final byte[] version;
    private final BooleanSupplier ready;

    Pages(String version, BooleanSupplier ready) {
        this.version = Json.bytes(describe(version));
        this.ready = ready;
    }

    @Nullable HttpResponse find(Call call, String path) {
        if (call.method() != HttpMethod.GET && call.method() != HttpMethod.HEAD) {
            return null;
        }
        return switch (path) {
            case "/version", "/version/" -> Replies.json(call, HttpStatus.OK, version);
            case "/livez", "/livez/ping" -> Replies.text(HttpStatus.OK, "ok");
            case "/healthz", "/readyz", "/healthz/ping", "/readyz/ping" ->
                    ready.getAsBoolean()
                            ? Replies.text(HttpStatus.OK, "ok")
                            : Replies.text(HttpStatus.SERVICE_UNAVAILABLE, "shutting down");
            default -> null;
        };
    }

    private static ObjectNode describe(String slipway) {
        ObjectNode version = Json.object();
        version.put("major", "1").put("minor", MINOR);
        version.put("gitVersion", "v1." + MINOR + ".0+slipway-" + slipway);
        version.put("gitCommit", "").put("gitTreeState", "clean").put("buildDate", "");
        version.put("goVersion", "").put("compiler", "javac");
        return version.put("platform", "java/" + Runtime.version().feature());
    }
}
