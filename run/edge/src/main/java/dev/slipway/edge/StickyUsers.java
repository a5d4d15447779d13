package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Stickiness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How users are to be recognised who stay at a version: what `sessionPersistence` of an
/// HTTPRoute's rule says, or the annotation `slipway.dev/sticky` of a Service (`cookie=NAME`,
/// `header=NAME`). An annotation that says something else is reported once and ignored. Used by one
/// thread.
final class StickyUsers {
    static final String ANNOTATION = "slipway.dev/sticky";

    private static final System.Logger LOGGER = System.getLogger(StickyUsers.class.getName());
    private static final String DEFAULT_NAME = "slipway-version";
    private static final int NAME_CHARS_MAX = 128;

    private final Map<ObjectKey, String> reported = new HashMap<>();

    /// Null where the service does not ask for it.
    @Nullable Stickiness of(Service service) {
        String text = service.metadata().annotations().get(ANNOTATION);
        if (text == null) {
            reported.remove(service.key());
            return null;
        }
        try {
            return parse(text.strip());
        } catch (IllegalArgumentException e) {
            if (!text.equals(reported.put(service.key(), text))) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "Annotation is ignored service="
                                + service.key()
                                + " problem="
                                + e.getMessage());
            }
            return null;
        }
    }

    /// Forgets services that are gone.
    void retain(Set<ObjectKey> services) {
        reported.keySet().retainAll(services);
    }

    private static Stickiness parse(String text) {
        int equals = text.indexOf('=');
        String how = equals < 0 ? text : text.substring(0, equals).strip();
        String name = name(equals < 0 ? "" : text.substring(equals + 1).strip());
        return switch (how) {
            case "cookie" -> new Stickiness.Cookie(name, null, false);
            case "header" -> new Stickiness.Header(name, null, false);
            default ->
                    throw new IllegalArgumentException(
                            ANNOTATION + ": " + text + " (expected: cookie=NAME or header=NAME)");
        };
    }

    /// What a rule asks for. Throws `IllegalArgumentException` for what cannot be done.
    static @Nullable Stickiness of(HttpRoute.@Nullable SessionPersistence session) {
        if (session == null) {
            return null;
        }
        if (session.idleTimeout() != null) {
            throw new IllegalArgumentException(
                    "sessionPersistence.idleTimeout is not supported (expected: absoluteTimeout)");
        }
        String name = name(session.sessionName() == null ? DEFAULT_NAME : session.sessionName());
        Duration lifetime = GatewayDuration.parse(session.absoluteTimeout());
        String type = session.type() == null ? "Cookie" : session.type();
        return switch (type) {
            case "Cookie" -> new Stickiness.Cookie(name, lifetime, isPermanent(session));
            case "Header" -> new Stickiness.Header(name, lifetime, true);
            default ->
                    throw new IllegalArgumentException(
                            "sessionPersistence.type: " + type + " (expected: Cookie or Header)");
        };
    }

    private static boolean isPermanent(HttpRoute.SessionPersistence session) {
        HttpRoute.CookieConfig config = session.cookieConfig();
        String type =
                config == null || config.lifetimeType() == null ? "Session" : config.lifetimeType();
        return switch (type) {
            case "Session" -> false;
            case "Permanent" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "sessionPersistence.cookieConfig.lifetimeType: "
                                    + type
                                    + " (expected: Session or Permanent)");
        };
    }

    private static String name(String name) {
        if (name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "session name: "
                            + name.length()
                            + " characters (expected: at most "
                            + NAME_CHARS_MAX
                            + ")");
        }
        return name;
    }
}
