package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which requests go where. Filters are in [HttpRouteFilter].
public record HttpRoute(ObjectMeta metadata, HttpRouteSpec spec, HttpRouteStatus status)
        implements Resource {
    public HttpRoute {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(HttpRouteSpec.class) : spec;
        status = status == null ? Json.empty(HttpRouteStatus.class) : status;
    }

    /// The gateways it attaches to, the hosts and the rules.
    public record HttpRouteSpec(
            List<ParentReference> parentRefs, List<String> hostnames, List<Rule> rules) {
        public HttpRouteSpec {
            parentRefs = Immutable.list(parentRefs);
            hostnames = Immutable.list(hostnames);
            rules = Immutable.list(rules);
        }
    }

    /// A gateway or one of its listeners.
    public record ParentReference(
            @Nullable String group,
            @Nullable String kind,
            @Nullable String namespace,
            String name,
            @Nullable String sectionName,
            @Nullable Integer port) {
        public ParentReference {
            requireNonNull(name, "name");
        }
    }

    /// If any of `matches` holds, the request goes to the backends.
    public record Rule(
            @Nullable String name,
            List<Match> matches,
            List<HttpRouteFilter> filters,
            List<BackendReference> backendRefs,
            @Nullable Timeouts timeouts,
            @Nullable SessionPersistence sessionPersistence) {
        public Rule {
            matches = Immutable.list(matches);
            filters = Immutable.list(filters);
            backendRefs = Immutable.list(backendRefs);
        }
    }

    /// All that is said must hold.
    public record Match(
            @Nullable PathMatch path,
            List<ValueMatch> headers,
            List<ValueMatch> queryParams,
            @Nullable String method) {
        public Match {
            headers = Immutable.list(headers);
            queryParams = Immutable.list(queryParams);
        }
    }

    /// `PathPrefix`, `Exact` or `RegularExpression`.
    public record PathMatch(@Nullable String type, @Nullable String value) {}

    /// A header or query parameter, `Exact` or `RegularExpression`.
    public record ValueMatch(@Nullable String type, String name, String value) {
        public ValueMatch {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /// A service, and its share of the requests (1 if not said).
    public record BackendReference(
            @Nullable String group,
            @Nullable String kind,
            String name,
            @Nullable String namespace,
            @Nullable Integer port,
            @Nullable Integer weight,
            List<HttpRouteFilter> filters) {
        public BackendReference {
            requireNonNull(name, "name");
            filters = Immutable.list(filters);
        }

        public int effectiveWeight() {
            return weight == null ? 1 : weight;
        }
    }

    /// Keeps a user at one of the backends; `type` is `Cookie` or `Header`.
    public record SessionPersistence(
            @Nullable String sessionName,
            @Nullable String type,
            @Nullable String absoluteTimeout,
            @Nullable String idleTimeout,
            @Nullable CookieConfig cookieConfig) {}

    /// `Session` or `Permanent`.
    public record CookieConfig(@Nullable String lifetimeType) {}

    /// Durations such as `10s`.
    public record Timeouts(@Nullable String request, @Nullable String backendRequest) {}

    /// What each gateway made of it.
    public record HttpRouteStatus(List<ParentStatus> parents) {
        public HttpRouteStatus {
            parents = Immutable.list(parents);
        }
    }

    /// What one gateway made of it.
    public record ParentStatus(
            ParentReference parentRef, String controllerName, List<Condition> conditions) {
        public ParentStatus {
            requireNonNull(parentRef, "parentRef");
            requireNonNull(controllerName, "controllerName");
            conditions = Immutable.list(conditions);
        }
    }
}
